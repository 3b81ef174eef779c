// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/format/mail_text.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/text/ascii.h"
#include "core/text/utf8.h"
#include "indexer/format/content.h"
#include "indexer/format/format.h"

namespace pilcrow::indexer {
namespace {

struct Line {
  std::string text;
  int depth = 0;  ///< How many marks of quotation stood before it.
};

bool is_empty(std::string_view line) {
  return line.find_first_not_of(" \t\r\xC2\xA0") == std::string_view::npos;
}

std::string_view trimmed(std::string_view line) {
  const std::size_t begin = line.find_first_not_of(" \t*_");
  if (begin == std::string_view::npos) return {};
  return line.substr(begin, line.find_last_not_of(" \t\r*_") + 1 - begin);
}

/// Takes the marks of quotation from the beginning: "> > text". `tight`: a space between them is text (RFC 3676).
int take_marks(std::string_view& line, bool tight) {
  int depth = 0;
  while (line.starts_with('>') || (!tight && depth > 0 && line.starts_with(" >"))) {
    line.remove_prefix(line.find('>') + 1);
    ++depth;
  }
  if (depth > 0 && !tight && line.starts_with(' ')) line.remove_prefix(1);
  return depth;
}

bool is_signature_mark(std::string_view line) {
  return line == "-- " || line == "--" || line == "-- \r" || line == "--\r";
}

std::vector<Line> lines_of(std::string_view text, const MailTextForm& form) {
  std::vector<Line> lines;
  bool goes_on = false;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    const int depth = take_marks(line, form.flowed);
    if (form.flowed && line.starts_with(' ')) line.remove_prefix(1);
    const bool mark = is_signature_mark(line);
    const bool flows = form.flowed && !mark && line.ends_with(' ');
    if (flows && form.delete_space) line.remove_suffix(1);
    if (goes_on && !mark && lines.back().depth == depth) {
      lines.back().text += line;
    } else {
      lines.push_back({std::string(line), depth});
    }
    goes_on = flows;
  }
  return lines;
}

/// "Anna wrote on Tuesday:", in the languages of many mails. `text`: the lines before a quotation.
bool is_attribution(std::string_view text) {
  static constexpr std::array said = {"wrote",     "schrieb", "a écrit", "écrit", "escribió", "ha scritto", "schreef",
                                      "escreveu",  "napisał", "napsal",  "skrev", "пишет",    "писал",      "написал",
                                      "kirjoitti", "a scris", "írta",    "yazdı", "写道",     "書きました"};
  text = trimmed(text);
  if (!text.ends_with(':') && !text.ends_with("：")) return false;
  return std::any_of(said.begin(), said.end(),
                     [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

/// A line "-----Original Message-----".
bool is_divider(std::string_view line) {
  static constexpr std::array names = {"original message",     "original appointment",    "ursprüngliche nachricht",
                                       "message d'origine",    "message d’origine",       "mensaje original",
                                       "messaggio originale",  "oorspronkelijk bericht",  "mensagem original",
                                       "originalmeddelande",   "ursprungligt meddelande", "oprindelig meddelelse",
                                       "opprinnelig melding",  "исходное сообщение",      "Исходное сообщение",
                                       "wiadomość oryginalna", "oryginalna wiadomość"};
  if (!line.starts_with("--")) return false;
  const std::size_t begin = std::min(line.find_first_not_of("- "), line.size());
  const std::string text = text::lower(line.substr(begin, line.find_last_not_of("- \r") + 1 - begin));
  return std::find(names.begin(), names.end(), text) != names.end();
}

/// What stands before the colon, in lower case, without marks of emphasis.
std::string label_of(std::string_view line) {
  constexpr std::size_t longest = 40;
  const std::size_t colon = line.substr(0, longest).find(':');
  if (colon == std::string_view::npos) return {};
  std::string_view label = trimmed(line.substr(0, colon));
  while (label.ends_with("\xC2\xA0")) label.remove_suffix(2);
  return text::lower(trimmed(label));
}

/// Whether here stand the headers of an older message, as Outlook puts them before it: "From:", "Sent:", "Subject:".
bool begins_older_message(std::span<const std::string_view> lines) {
  static constexpr std::array from = {"from", "von", "de", "da", "van", "od", "från", "fra", "От", "от", "lähettäjä"};
  static constexpr std::array sent = {"sent",       "date",    "gesendet", "datum",     "envoyé",     "enviado",
                                      "fecha",      "inviato", "data",     "verzonden", "enviada em", "enviado el",
                                      "wysłano",    "wysłane", "skickat",  "sendt",     "dato",       "Отправлено",
                                      "отправлено", "Дата",    "odesláno", "lähetetty"};
  static constexpr std::array subject = {"subject", "betreff", "objet",   "asunto", "oggetto", "onderwerp",
                                         "assunto", "temat",   "ämne",    "Ämne",   "emne",    "Тема",
                                         "тема",    "předmět", "Předmět", "aihe"};
  const auto is_in = [](const auto& labels, std::string_view line) {
    const std::string label = label_of(line);
    return !label.empty() && std::find(labels.begin(), labels.end(), label) != labels.end();
  };
  if (lines.empty() || !is_in(from, lines.front())) return false;
  const auto behind = lines.subspan(1);
  return std::any_of(behind.begin(), behind.end(), [&](std::string_view line) { return is_in(sent, line); }) &&
         std::any_of(behind.begin(), behind.end(), [&](std::string_view line) { return is_in(subject, line); });
}

constexpr std::size_t headers_reach = 8;  // lines

/// Collects lines of one worth and hands them to the reader for plain text.
class Segments {
 public:
  explicit Segments(Extraction& out) : out_(out) {}

  void add(std::string_view line, bool minor, int depth) {
    if (minor != minor_) flush();
    // Quotations of different depth are no paragraph.
    if (depth != depth_ && !text_.empty()) text_ += '\n';
    minor_ = minor;
    depth_ = depth;
    text_ += line;
    text_ += '\n';
  }

  /// A quotation begins: the lines that say whose it is belong to it, which are the paragraph before it where that is
  /// short, else its last line.
  void begin_quotation() {
    if (minor_) return;
    constexpr int most_lines = 3;
    const std::string_view text = text_;
    const std::size_t end = text.find_last_not_of(" \t\n") + 1;
    const auto line_before = [&](std::size_t at) { return text.rfind('\n', at) + 1; };  // npos + 1 is 0
    if (end == 0) return;
    const std::size_t last = line_before(end - 1);
    std::size_t first = last;
    for (int lines = 1; first > 1; ++lines) {
      const std::size_t before = line_before(first - 2);
      if (is_empty(text.substr(before, first - before - 1))) break;
      first = lines < most_lines ? before : last;
      if (lines == most_lines) break;
    }
    if (!is_attribution(text.substr(first, end - first))) return;
    const std::string attribution = text_.substr(first);
    text_.resize(first);
    add(attribution, true, 0);
  }

  void flush() {
    if (!text_.empty()) {
      if (auto document = read_plain_text(text_)) {
        // A heading that somebody else wrote is none of this mail.
        for (Block& block : document->blocks) {
          if (minor_ && block.kind == BlockKind::heading) block.kind = BlockKind::paragraph;
          if (block.kind == BlockKind::paragraph) block.level = 0;
        }
        out_.set_minor(minor_);
        out_.append(*document);
        out_.set_minor(false);
      }
    }
    text_.clear();
    depth_ = 0;
  }

 private:
  Extraction& out_;
  std::string text_;
  bool minor_ = false;
  int depth_ = 0;
};

}  // namespace

bool is_forward(std::string_view subject) {
  static constexpr std::array marks = {"fw:", "fwd:", "wg:", "tr:", "rv:", "enc:", "doorst:", "pd:", "vs:", "vb:"};
  return std::any_of(marks.begin(), marks.end(),
                     [&](std::string_view mark) { return starts_with_ignoring_case(subject, mark); });
}

void add_mail_text(Extraction& out, std::string_view text, const MailTextForm& form) {
  const std::vector<Line> lines = lines_of(text, form);
  std::vector<std::string_view> plain;
  plain.reserve(lines.size());
  for (const Line& line : lines) plain.emplace_back(line.text);
  const std::span<const std::string_view> all(plain);
  Segments segments(out);
  bool signature = false;
  bool older = false;
  bool sealed = false;  // the signature of OpenPGP, which is no text
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Line& line = lines[i];
    const bool quoted = line.depth > 0;
    if (line.text.starts_with("-----BEGIN PGP SIGNATURE-----")) sealed = true;
    if (sealed) {
      if (line.text.starts_with("-----END PGP SIGNATURE-----")) sealed = false;
      continue;
    }
    if (line.text.starts_with("-----BEGIN PGP SIGNED MESSAGE-----")) {
      while (i + 1 < lines.size() && !is_empty(lines[i].text)) ++i;
      continue;
    }
    if (!quoted && !older && !form.forwarded) {
      older = is_divider(line.text) || begins_older_message(all.subspan(i, std::min(headers_reach, lines.size() - i)));
    }
    if (quoted) signature = false;
    if (!quoted && is_signature_mark(line.text)) {
      segments.flush();
      signature = true;
      continue;
    }
    if (quoted) segments.begin_quotation();
    segments.add(line.text, quoted || signature || older, line.depth);
  }
  segments.flush();
}

void add_mail_html(Extraction& out, Document page, bool forwarded) {
  std::vector<std::string_view> lines;
  std::vector<std::size_t> first_line;
  for (const Block& block : page.blocks) {
    first_line.push_back(lines.size());
    for (std::string_view rest = block.text; !rest.empty();) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      lines.push_back(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  const std::span<const std::string_view> all(lines);
  bool below = false;
  for (std::size_t i = 0; i < page.blocks.size(); ++i) {
    Block& block = page.blocks[i];
    if (!forwarded && !below) {
      const auto here = all.subspan(first_line[i], std::min(headers_reach, lines.size() - first_line[i]));
      below = is_divider(lines[first_line[i]]) || begins_older_message(here);
    }
    const bool signature = is_signature_mark(lines[first_line[i]]);
    below = below || signature;
    block.minor = block.minor || below || block.kind == BlockKind::quote;
    if (block.minor && i > 0 && is_attribution(page.blocks[i - 1].text)) page.blocks[i - 1].minor = true;
  }
  for (Block& block : page.blocks) {
    if (!block.minor || block.kind != BlockKind::heading) continue;
    block.kind = BlockKind::paragraph;
    block.level = 0;
  }
  out.append(page);
}

}  // namespace pilcrow::indexer
