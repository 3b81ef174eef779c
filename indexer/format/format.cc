// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/format/format.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "core/text/ascii.h"
#include "core/text/file_name.h"
#include "indexer/file_types.h"
#include "indexer/format/content.h"

namespace pilcrow::indexer {
namespace {

constexpr Format plain_text{"text", read_plain_text};
constexpr Format markdown{"markdown", read_markdown};
constexpr Format html{"html", read_html};
constexpr Format csv{"csv", read_csv};
constexpr Format json{"json", read_json};
constexpr Format json_lines{"jsonl", read_json_lines};
constexpr Format xml{"xml", read_xml};
constexpr Format log{"log", read_log};
constexpr Format restructured_text{"rst", read_restructured_text};
constexpr Format man_page{"man", read_man_page};
constexpr Format source_code{"code", read_source_code};
constexpr Format pdf{"pdf", nullptr, read_pdf};
constexpr Format docx{"docx", nullptr, read_docx};
constexpr Format pptx{"pptx", nullptr, read_pptx};
constexpr Format xlsx{"xlsx", nullptr, read_xlsx};
constexpr Format odt{"odt", nullptr, read_opendocument};
constexpr Format odp{"odp", nullptr, read_opendocument};
constexpr Format ods{"ods", nullptr, read_opendocument};
constexpr Format rtf{"rtf", nullptr, read_rtf};
constexpr Format epub{"epub", nullptr, read_epub};
constexpr Format mail{"mail", nullptr, read_mail};
constexpr Format mbox{"mbox", nullptr, read_mbox};
constexpr Format zip{"zip", nullptr, read_archive};
constexpr Format tar{"tar", nullptr, read_archive};
constexpr Format gzip{"gzip", nullptr, nullptr, unpack};
constexpr Format xz{"xz", nullptr, nullptr, unpack};
constexpr Format zstd{"zstd", nullptr, nullptr, unpack};
constexpr Format bzip2{"bzip2", nullptr, nullptr, unpack};

constexpr std::array all_formats = {
    &plain_text, &markdown,    &html, &csv,  &json, &json_lines, &xml,  &log, &restructured_text,
    &man_page,   &source_code, &pdf,  &docx, &pptx, &xlsx,       &odt,  &odp, &ods,
    &rtf,        &epub,        &mail, &mbox, &zip,  &tar,        &gzip, &xz,  &zstd,
    &bzip2};

struct ExtensionFormat {
  const Format* format;
  std::string_view extensions;  ///< With a space before and after each.
};

// Adding a format is adding its row. An extension that is not here leaves it to what the file begins with, and in the
// end to the reader for plain text.
constexpr std::array formats = {
    ExtensionFormat{&markdown, " md markdown mdown mkd mkdn mdx rmd qmd "},
    ExtensionFormat{&html, " html htm xhtml xht shtml "},
    // Also what has marks of its own that read well as they are.
    ExtensionFormat{&plain_text,
                    " txt text adoc asciidoc org tex ltx sty cls bib texi texinfo wiki mediawiki textile creole t2t "
                    "pod diff patch srt vtt vcf ics po pot conf cfg ini yaml yml toml properties env list in "},
    ExtensionFormat{&log, " log "},
    ExtensionFormat{&csv, " csv tsv tab "},
    ExtensionFormat{&json, " json geojson ipynb har webmanifest "},
    ExtensionFormat{&json_lines, " jsonl ndjson "},
    ExtensionFormat{&xml,
                    " xml xsl xslt xsd rss atom opml docbook dbk kml gpx tei ditamap dita wsdl rdf owl xliff xlf "},
    ExtensionFormat{&restructured_text, " rst rest "},
    ExtensionFormat{&man_page, " man mdoc "},
    ExtensionFormat{
        &source_code,
        " c h cc cpp cxx c++ hh hpp hxx inc ino cu cl m mm swift py pyi pyw rb rake pl pm t lua tcl sh bash "
        "zsh ksh fish ps1 psm1 bat cmd awk sed java kt kts scala groovy gradle clj cljs edn rs go zig nim d "
        "js mjs cjs jsx ts tsx vue svelte php jsp asp aspx cs fs fsx vb css scss sass less sql r jl hs lhs "
        "ml mli elm erl hrl ex exs el lisp scm rkt f f77 f90 f95 f03 for pas pp ada adb ads asm s v sv vhdl "
        "dart proto thrift graphql cmake mk mak am ac m4 make dockerfile tf hcl nix cob cbl "},
    ExtensionFormat{&pdf, " pdf "},
    ExtensionFormat{&docx, " docx docm dotx dotm "},
    ExtensionFormat{&pptx, " pptx pptm ppsx ppsm potx potm "},
    ExtensionFormat{&xlsx, " xlsx xlsm xltx xltm "},
    ExtensionFormat{&odt, " odt ott odm fodt "},
    ExtensionFormat{&odp, " odp otp fodp "},
    ExtensionFormat{&ods, " ods ots fods "},
    ExtensionFormat{&rtf, " rtf "},
    ExtensionFormat{&epub, " epub "},
    ExtensionFormat{&mail, " eml "},
    ExtensionFormat{&mbox, " mbox mbx "},
    ExtensionFormat{&zip, " zip "},
    ExtensionFormat{&tar, " tar "},
    ExtensionFormat{&gzip, " gz tgz "},
    ExtensionFormat{&xz, " xz txz "},
    ExtensionFormat{&zstd, " zst tzst "},
    ExtensionFormat{&bzip2, " bz2 tbz tbz2 "},
};

/// Whether it is the section of a manual: "ls.1", "strict.3pm", "after.n".
bool is_man_extension(std::string_view word) {
  constexpr std::size_t longest = 8;
  if (word == " n ") return true;
  if (word.size() < 3 || word.size() > longest || word[1] < '1' || word[1] > '9') return false;
  return std::all_of(word.begin() + 2, word.end() - 1, [](char byte) { return byte >= 'a' && byte <= 'z'; });
}

const Format* format_by_extension(std::string_view name) {
  const std::string word = extension_word(name);
  if (word.empty()) return nullptr;
  for (const ExtensionFormat& row : formats) {
    if (row.extensions.find(word) != std::string_view::npos) return row.format;
  }
  return nullptr;
}

const Format* format_by_mime_type(std::string_view declared) {
  return format_named(reader_of_mime_type(declared));
}

std::string_view without_leading_space(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(" \t\r\n\f"), text.size()));
}

/// Whether a file can be what its name says, or what was declared.
bool agrees(const Format& format, std::string_view bytes, const Signature& signature) {
  if (&format == &pdf) return looks_like_pdf(bytes);
  if (&format == &mail) {
    // A stray zero byte is no reason to lose a message.
    return signature.format.empty() && signature.reason.empty() && (!looks_binary(bytes) || begins_with_header(bytes));
  }
  if (&format == &mbox) return without_leading_space(bytes.substr(0, 100)).starts_with("From ");
  // OpenDocument may be one XML file without a package around.
  if (format.read_bytes == read_opendocument && bytes.substr(0, 1000).find("<office:document") != bytes.npos)
    return true;
  return signature.format == format.name;
}

/// The value after `name`, "=" and an opening quote, if any; at `at`, which is behind the name.
std::string value_after(std::string_view text, std::size_t at) {
  text = without_leading_space(text.substr(at));
  if (text.empty() || text.front() != '=') return {};
  text = without_leading_space(text.substr(1));
  if (!text.empty() && (text.front() == '"' || text.front() == '\'')) text = without_leading_space(text.substr(1));
  const std::size_t end = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_.:");
  return std::string(text.substr(0, end));
}

}  // namespace

const Format* format_named(std::string_view format_name) {
  const auto* found = std::find_if(all_formats.begin(), all_formats.end(),
                                   [&](const Format* format) { return format->name == format_name; });
  return found == all_formats.end() ? nullptr : *found;
}

const Format* format_of_bytes(std::string_view name, std::string_view bytes, std::string_view declared,
                              std::string& reason) {
  reason = unread_by_name(name);
  if (!reason.empty() || bytes.empty()) return nullptr;
  const Format* expected = format_by_extension(name);
  if (expected == nullptr) expected = format_by_mime_type(declared);
  const bool expects_text = expected != nullptr && expected->read_text != nullptr;
  const Signature signature = signature_of(bytes);
  if (expected != nullptr && !expects_text && agrees(*expected, bytes, signature)) return expected;
  if (!signature.format.empty()) return format_named(signature.format);
  if (!signature.reason.empty()) {
    // What is text to its name is shown as the text that it is.
    if (!expects_text || looks_binary(bytes)) reason = signature.reason;
    return nullptr;
  }
  if (expects_text) return nullptr;
  if (looks_like_mbox(bytes)) return &mbox;
  if (looks_like_mail(bytes)) return &mail;
  // Nothing else is known of it: the reader of its name will say what is wrong with it. To that of mail nothing is.
  return expected != nullptr && expected != &mail && looks_binary(bytes) ? expected : nullptr;
}

const Format& format_of_text(std::string_view name, std::string_view text, std::string_view declared) {
  const Format* format = format_by_extension(name);
  if (format == nullptr) format = format_by_mime_type(declared);
  if (format != nullptr && format->read_text != nullptr) return *format;
  if (looks_like_html(text)) return html;
  if (text.starts_with("<?xml")) return xml;
  if (text.starts_with("#!")) return source_code;
  // Without a section in its name too; but not under a name that says something else.
  const std::string word = extension_word(name);
  if ((word.empty() || is_man_extension(word)) && looks_like_man_page(text)) return man_page;
  return plain_text;
}

std::string declared_encoding(std::string_view path, std::string_view head) {
  // Browsers look no further either (they stop at 1,024 bytes; some generators put long comments first).
  constexpr std::size_t longest_look = 4096;
  if (head.substr(0, 3) == "\xEF\xBB\xBF") head.remove_prefix(3);
  const std::string text = text::lower(head.substr(0, longest_look));
  const std::string_view view = text;
  if (view.substr(0, 6) == "<?xml ") {
    const std::string_view declaration = view.substr(0, view.find("?>"));
    const std::size_t at = declaration.find("encoding");
    if (at != std::string_view::npos) {
      if (std::string found = value_after(declaration, at + 8); !found.empty()) return found;
    }
  }
  if (&format_of_text(path, head, {}) != &html) return {};
  for (std::size_t at = 0; (at = view.find('<', at)) != std::string_view::npos;) {
    const bool comment = view.substr(at, 4) == "<!--";
    const std::size_t end = std::min(view.find(comment ? "-->" : ">", at), view.size());
    if (view.substr(at, 5) == "<meta") {
      const std::string_view tag = view.substr(at, end - at);
      const std::size_t charset = tag.find("charset");
      if (charset != std::string_view::npos) {
        if (std::string found = value_after(tag, charset + 7); !found.empty()) return found;
      }
    }
    at = end;
  }
  return {};
}

}  // namespace pilcrow::indexer
