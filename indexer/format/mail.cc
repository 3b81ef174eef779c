// SPDX-License-Identifier: GPL-3.0-or-later
// One message: its people and date, its text, and what is attached to it as members.
#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "core/text/ascii.h"
#include "core/text/day.h"
#include "core/text/utf8.h"
#include "indexer/format/content.h"
#include "indexer/format/extraction.h"
#include "indexer/format/format.h"
#include "indexer/format/mail_text.h"
#include "indexer/format/mime.h"

namespace pilcrow::indexer {
namespace {

class MailReading {
 public:
  MailReading(std::string_view message, Members& members)
      : parts_(mime_parts(message)), muted_(parts_.size()), members_(members) {}

  Document read() {
    add_head();
    // A part stands behind the one that holds it, but what it holds may stand behind the parts next to it.
    std::vector<std::size_t> open{0};
    while (!open.empty() && !enough_) {
      const std::size_t at = open.back();
      open.pop_back();
      visit(at);
      const auto& children = parts_[at].children;
      open.insert(open.end(), children.rbegin(), children.rend());
    }
    return out_.finish();
  }

 private:
  /// Subject, people and date.
  void add_head() {
    const MimeHeaders& headers = parts_.front().headers;
    Document& document = out_.document();
    document.title = headers.text("subject");
    forwarded_ = is_forward(document.title);
    const std::string language = headers.raw("content-language");
    document.language = language.substr(0, language.find_first_of(" ,;"));
    std::string head;
    const auto add = [&](const char* label, std::string value) {
      // A thousand people are a list, and not what a mail is looked for by.
      constexpr std::size_t longest = 10'000;
      value.resize(text::floor_to_character(value, std::min(value.size(), longest)));
      if (value.empty()) return;
      if (!head.empty()) head += '\n';
      head.append(label).append(": ").append(value);
    };
    add("From", headers.people("from"));
    add("To", headers.people("to"));
    add("Cc", headers.people("cc"));
    const std::string date = headers.date("date");
    document.date = text::parse_day(date);
    add("Date", date);
    out_.add(BlockKind::paragraph, head);
  }

  void visit(std::size_t at) {
    const MimePart& part = parts_[at];
    const bool muted = muted_[at] || (at != 0 && muted_[part.parent] != 0);
    muted_[at] = muted ? 1 : 0;
    if (part.type == "multipart/encrypted") return lock(at);
    if (part.type == "multipart/alternative") choose(part);
    if (part.is_multipart() && !part.children.empty()) return;
    if (part.type == "application/pkcs7-mime" || part.type == "application/x-pkcs7-mime") {
      if (part.smime_type == "signed-data") return give_up(at, "no reader for text inside of its signature");
      return give_up(at, "encrypted");
    }
    if (is_text(part)) {
      if (!muted) add_text(at);
    } else if (is_wanted(part) && !enough_) {
      hand_on(at);
    }
  }

  /// A text that is shown with the mail. What is no multipart for want of parts is shown as it stands.
  static bool is_text(const MimePart& part) {
    if (part.is_attachment()) return false;
    const bool shown = part.type == "text/plain" || part.type == "text/html" || part.is_multipart();
    return shown && part.file_name.empty();
  }

  /// Pictures in a page and signatures of the mail itself are no documents.
  bool is_wanted(const MimePart& part) const {
    static constexpr std::array seals = {"application/pgp-signature", "application/pkcs7-signature",
                                         "application/x-pkcs7-signature", "application/pgp-keys"};
    if (std::find(seals.begin(), seals.end(), part.type) != seals.end()) return false;
    const bool shown_or_heard = part.type.starts_with("image/") || part.type.starts_with("audio/") ||
                                part.type.starts_with("video/") || part.type.starts_with("font/");
    if (shown_or_heard) return part.is_attachment() && parts_[part.parent].type != "multipart/related";
    // The invitation that a calendar shows instead of the text, and the like.
    return part.is_attachment() || !part.file_name.empty() || parts_[part.parent].type != "multipart/alternative";
  }

  /// What is encrypted is one document that cannot be read, whatever its envelope consists of.
  void lock(std::size_t at) {
    give_up(at, "encrypted");
    parts_[at].children.clear();
  }

  /// Of several forms of one text, one is read: the plain one, unless it says next to nothing of the other.
  void choose(const MimePart& holder) {
    std::size_t plain = 0;
    std::size_t page = 0;
    for (const std::size_t child : holder.children) {
      if (plain == 0 && parts_[child].type == "text/plain") plain = child;
      if (page == 0 && page_in(child) != 0) page = child;
    }
    if (plain == 0 || page == 0) return;
    muted_[says_enough(parts_[plain], parts_[page_in(page)]) ? page : plain] = 1;
  }

  /// The first page in this part, which may hold its pictures too; 0 where there is none.
  std::size_t page_in(std::size_t at) const {
    while (parts_[at].is_multipart() && !parts_[at].children.empty()) {
      const auto& children = parts_[at].children;
      const auto found = std::find_if(children.begin(), children.end(),
                                      [&](std::size_t child) { return parts_[child].type == "text/html"; });
      at = found != children.end() ? *found : children.front();
    }
    return parts_[at].type == "text/html" ? at : 0;
  }

  bool says_enough(const MimePart& plain, const MimePart& page) const {
    constexpr std::size_t far_shorter = 4;
    const std::string text = mime_text(plain, members_.room());
    const std::size_t size =
        text.size() - static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
          return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
        }));
    if (size == 0) return false;
    if (size * far_shorter >= page.body.size()) return true;
    const auto document = read_html(mime_text(page, members_.room()));
    if (!document) return true;
    std::size_t page_size = 0;
    for (const Block& block : document->blocks) page_size += block.text.size();
    return size * far_shorter >= page_size;
  }

  void add_text(std::size_t at) {
    const MimePart& part = parts_[at];
    const std::string text = mime_text(part, members_.room());
    if (part.type == "text/html") {
      if (auto page = read_html(text)) {
        if (out_.document().language.empty()) out_.document().language = page->language;
        add_mail_html(out_, std::move(*page), forwarded_);
      }
    } else if (text.find("-----BEGIN PGP MESSAGE-----") < 1000) {
      give_up(at, "encrypted");
    } else {
      add_mail_text(out_, text, {.flowed = part.flowed, .delete_space = part.delete_space, .forwarded = forwarded_});
    }
  }

  void hand_on(std::size_t at) {
    const std::string name = name_of(at);
    if (!members_.wants(name)) return;
    enough_ = !members_.read(name, mime_bytes(parts_[at], members_.room()), parts_[at].type);
  }

  void give_up(std::size_t at, std::string_view reason) { enough_ = !members_.give_up(name_of(at), reason); }

  /// A file's own name: "a/b.pdf" and "C:\b.pdf" are "b.pdf".
  std::string name_of(std::size_t at) const {
    struct Extension {
      std::string_view type;
      std::string_view extension;
    };
    static constexpr std::array extensions = {
        Extension{"text/plain", ".txt"},       Extension{"text/html", ".html"},      Extension{"text/csv", ".csv"},
        Extension{"text/calendar", ".ics"},    Extension{"text/vcard", ".vcf"},      Extension{"text/x-vcard", ".vcf"},
        Extension{"text/markdown", ".md"},     Extension{"text/x-patch", ".patch"},  Extension{"text/x-diff", ".diff"},
        Extension{"message/rfc822", ".eml"},   Extension{"application/pdf", ".pdf"}, Extension{"text/xml", ".xml"},
        Extension{"application/json", ".json"}};
    const MimePart& part = parts_[at];
    std::string name = part.file_name.substr(part.file_name.find_last_of("/\\") + 1);
    if (name.find_first_not_of('.') == std::string::npos) {
      const auto* found = std::find_if(extensions.begin(), extensions.end(),
                                       [&](const Extension& row) { return row.type == part.type; });
      name = "part-" + std::to_string(at) + std::string(found == extensions.end() ? "" : found->extension);
    } else if (part.type == "message/rfc822" && !text::lower(name).ends_with(".eml")) {
      name += ".eml";
    }
    if (name.front() == '.') name.front() = '_';  // an attached ".profile" is not hidden from who opens the mail
    return name;
  }

  std::vector<MimePart> parts_;
  std::vector<char> muted_;  // 1: a text that another one says as well
  Members& members_;
  Extraction out_;
  bool forwarded_ = false;
  bool enough_ = false;
};

}  // namespace

ReadResult read_mail(std::string_view bytes, Members& members) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  return MailReading(bytes, members).read();
}

}  // namespace pilcrow::indexer
