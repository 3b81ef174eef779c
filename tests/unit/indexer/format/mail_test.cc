// SPDX-License-Identifier: GPL-3.0-or-later
// Mail: what is said and what is only quoted, in the forms that programs give it; attachments; mailboxes.
#include <string>
#include <vector>

#include "indexer/format/format.h"
#include "tests/support/catch.h"
#include "tests/support/parts.h"

namespace pilcrow::test {
namespace {

/// The paragraphs of a mail behind its headers: "Said. / (Quoted.)"; members behind: " | name: ..." or " | name (reason)".
std::string outline(const std::string& name, const std::string& bytes) {
  std::string own;
  std::string members;
  for (const auto& part : read_parts(name, bytes)) {
    std::string texts;
    for (std::size_t i = 0; i < part.texts.size(); ++i) {
      if (i == 0 && part.texts[i].starts_with("From: ")) continue;
      if (!texts.empty()) texts += " / ";
      texts += part.entry.paragraphs[i].minor ? "(" + part.texts[i] + ")" : part.texts[i];
    }
    const std::string problem = part.entry.problem.empty() ? "" : " {" + part.entry.problem + "}";
    if (part.entry.member.empty()) {
      own = texts + problem;
    } else {
      members += " | " + part.entry.member + problem + (texts.empty() ? "" : ": " + texts);
    }
  }
  return own + members;
}

std::string mail(const std::string& headers, const std::string& body) {
  return "From: a@example.org\n" + headers + "\n" + body;
}

struct Case {
  std::string name;
  std::string headers;
  std::string body;
  std::string expected;
};

}  // namespace

TEST_CASE("mail: what its writer says, and what is only quoted there") {
  const auto c = GENERATE(values<Case>({
      {"an answer below", "", "> Shall we?\n\nYes.\n", "(Shall we?) / Yes."},
      {"who is quoted belongs to it", "", "Yes.\n\nOn Monday, Tom wrote:\n> Shall we?\n",
       "Yes. / (On Monday, Tom wrote:) / (Shall we?)"},
      {"on two lines", "", "Yes.\n\nAm Montag, 2. März 2026,\nschrieb Tom <t@example.org>:\n\n> Gehen wir?\n",
       "Yes. / (Am Montag, 2. März 2026,\nschrieb Tom <t@example.org>:) / (Gehen wir?)"},
      {"a lead-in is no attribution", "", "The rule says:\n\n> Keep left.\n", "The rule says: / (Keep left.)"},
      {"depth parts paragraphs", "", ">> One.\n> Two.\nThree.\n", "(One.) / (Two.) / Three."},
      {"marks with spaces between", "", "> > One.\n", "(One.)"},
      {"an older message below", "", "Yes.\n\n-----Original Message-----\nFrom: Tom\nShall we?\n",
       "Yes. / (-----Original Message-----\nFrom: Tom\nShall we?)"},
      {"by its headers, in German", "",
       "Ja.\n\nVon: Tom\nGesendet: Montag, 2. März 2026 08:00\nAn: Anna\nBetreff: Frage\n\nGehen wir?\n",
       "Ja. / (Von: Tom\nGesendet: Montag, 2. März 2026 08:00\nAn: Anna\nBetreff: Frage) / (Gehen wir?)"},
      {"in French, with emphasis", "",
       "Oui.\n\n*De :* Tom\n*Envoyé :* lundi 2 mars 2026 08:00\n*Objet :* Question\n\nOn y va ?\n",
       "Oui. / (*De :* Tom\n*Envoyé :* lundi 2 mars 2026 08:00\n*Objet :* Question) / (On y va ?)"},
      {"a form is no older message", "", "From: the pier\nTo: the fish quay\n\nIt is short.\n",
       "From: the pier\nTo: the fish quay / It is short."},
      {"what is passed on is what it is about", "Subject: Fwd: Question\n",
       "See below.\n\nVon: Tom\nGesendet: Montag, 2. März 2026 08:00\nBetreff: Frage\n\nGehen wir?\n",
       "See below. / Von: Tom\nGesendet: Montag, 2. März 2026 08:00\nBetreff: Frage / Gehen wir?"},
      {"a signature", "", "Yes.\n\n-- \nAnna\nRoom 12\n", "Yes. / (Anna\nRoom 12)"},
      {"it ends where a quotation begins", "", "Yes.\n-- \nAnna\n> Shall we?\nNo.\n",
       "Yes. / (Anna) / (Shall we?) / No."},
      {"a dash in the text is none", "", "One --\nTwo -- three\n", "One --\nTwo -- three"},
      {"flowed", "Content-Type: text/plain; format=flowed\n", "One \ntwo.\n> Three \n> four.\n \n From here.\n",
       "One two. / (Three four.) / From here."},
      {"flowed, where a space is no text", "Content-Type: text/plain; format=flowed; delsp=yes\n", "Schiff \nfahrt.\n",
       "Schifffahrt."},
      {"flowed: its signature mark is no flow", "Content-Type: text/plain; format=flowed\n", "One \n-- \nAnna\n",
       "One / (Anna)"},
      {"signed in the text", "",
       "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nYes.\n-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP "
       "SIGNATURE-----\n",
       "Yes."},
      {"encrypted in the text", "", "-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----\n",
       " | part-0.txt {encrypted}"},
      {"HTML", "Content-Type: text/html\n", "<p>Yes.</p><blockquote>Shall we?</blockquote>", "Yes. / (Shall we?)"},
      {"HTML with an older message", "Content-Type: text/html\n",
       "<p>Yes.</p><p>From: Tom<br>Sent: Monday<br>Subject: Question</p><p>Shall we?</p>",
       "Yes. / (From: Tom\nSent: Monday\nSubject: Question) / (Shall we?)"},
      {"an encoding that does not exist", "Content-Type: text/plain; charset=nonsense\n", "caf\xE9 au lait\n",
       "café au lait"},
      {"an encoding that is not true", "Content-Type: text/plain; charset=us-ascii\n", "café au lait\n",
       "café au lait"},
      {"zero bytes", "", std::string("Wind\0mill\n", 10), "Windmill"},
      {"base64 that is none", "Content-Transfer-Encoding: base64\n", "~~~~\n", ""},
      {"a transfer encoding that does not exist", "Content-Transfer-Encoding: x-none\n", "Yes.\n", "Yes."},
      {"a multipart without a boundary", "Content-Type: multipart/mixed\n", "Yes.\n", "Yes."},
      {"a multipart that never ends", "Content-Type: multipart/mixed; boundary=b\n",
       "--b\n\nOne.\n--b\nContent-Disposition: attachment; filename=a.txt\n\nTwo.", "One. | a.txt: Two."},
      {"the same boundary inside of itself", "Content-Type: multipart/mixed; boundary=b\n",
       "--b\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nOne.\n--b--\n", "One."},
      {"an inline picture is nothing to read", "Content-Type: multipart/mixed; boundary=b\n",
       "--b\n\nOne.\n--b\nContent-Type: image/png; name=a.png\n\n...\n--b--\n", "One."},
      {"an attached one is listed", "Content-Type: multipart/mixed; boundary=b\n",
       "--b\n\nOne.\n--b\nContent-Type: image/png; name=a.png\nContent-Disposition: attachment\n\n...\n--b--\n",
       "One. | a.png {image}"},
      {"both forms of a text are one", "Content-Type: multipart/alternative; boundary=b\n",
       "--b\n\nOne.\n--b\nContent-Type: text/html\n\n<p>One!</p>\n--b--\n", "One."},
      {"of an empty one the other counts", "Content-Type: multipart/alternative; boundary=b\n",
       "--b\n\n \n--b\nContent-Type: text/html\n\n<p>One!</p>\n--b--\n", "One!"},
      {"an invitation beside it is not shown", "Content-Type: multipart/alternative; boundary=b\n",
       "--b\n\nOne.\n--b\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\n--b--\n", "One."},
      {"attachments without a name have one by their place", "Content-Type: multipart/mixed; boundary=b\n",
       "--b\n\nOne.\n--b\nContent-Type: text/csv\n\na,b\n1,2\n--b--\n", "One. | part-2.csv: a: 1 | b: 2"},
  }));
  INFO(c.name);
  CHECK(outline("x.eml", mail(c.headers, c.body)) == c.expected);
}

TEST_CASE("mail: hostile structure ends soon") {
  SECTION("multiparts nested a thousand deep") {
    std::string body;
    std::string headers = "Content-Type: multipart/mixed; boundary=b0\n";
    for (int i = 0; i < 1000; ++i) {
      body +=
          "--b" + std::to_string(i) + "\nContent-Type: multipart/mixed; boundary=b" + std::to_string(i + 1) + "\n\n";
    }
    CHECK(read_parts("x.eml", mail(headers, body)).back().entry.problem.empty());
  }
  SECTION("a hundred thousand parts") {
    std::string body;
    for (int i = 0; i < 100'000; ++i) body += "--b\n\nx\n";
    const auto parts = read_parts("x.eml", mail("Content-Type: multipart/mixed; boundary=b\n", body));
    CHECK(parts.back().entry.problem.empty());
    CHECK(parts.back().texts.size() < 10'001);
  }
  SECTION("a hundred thousand headers, and one of a megabyte") {
    std::string headers;
    for (int i = 0; i < 100'000; ++i) headers += "X-" + std::to_string(i) + ": y\n";
    headers += "To: " + std::string(1U << 20, '(') + "\n";
    CHECK(outline("x.eml", mail(headers, "Yes.\n")).ends_with("Yes."));
  }
  SECTION("groups of people inside of groups") {
    std::string to;
    for (int i = 0; i < 50'000; ++i) to += "g:";
    CHECK(outline("x.eml", mail("To: " + to + "\n", "Yes.\n")).ends_with("Yes."));
  }
  SECTION("a mail in a mail in a mail") {
    std::string bytes = mail("", "Bottom.\n");
    for (int i = 0; i < 10; ++i) {
      const std::string boundary = "b" + std::to_string(i);
      bytes = mail("Content-Type: multipart/mixed; boundary=" + boundary + "\n",
                   "--" + boundary + "\nContent-Type: message/rfc822\n\n" + bytes + "\n--" + boundary + "--\n");
    }
    CHECK(outline("x.eml", bytes).find("{nested more than 4 deep}") != std::string::npos);
  }
}

TEST_CASE("mbox: each message is a member, by a name that stays") {
  const std::string separator = "From a@example.org Tue Mar  3 10:15:00 2026\n";
  const auto c = GENERATE_COPY(values<Case>({
      {"by its identifier", "", separator + "Message-ID: <1@example.org>\n\nOne.\n", " | 1@example.org.eml: One."},
      {"whatever stands in it", "", separator + "Message-ID: <../.x/y z@\\>\n\nOne.\n", " | _._.x_y_z@_.eml: One."},
      {"twice the same", "", separator + "Message-ID: <1>\n\nOne.\n\n" + separator + "Message-ID: <1>\n\nTwo.\n",
       " | 1.eml: One. | 1~2.eml: Two."},
      {"without an identifier", "", separator + "Subject: x\n\nOne.\n", " | message-22fae463c91a.eml: One."},
      {"quoted lines", "", separator + "Message-ID: <1>\n\n>From me.\n\n>>From you.\n",
       " | 1.eml: From me. / (From you.)"},
      {"a sentence begins no message", "", separator + "Message-ID: <1>\n\nOne.\n\nFrom here on: 2026.\n",
       " | 1.eml: One. / From here on: 2026."},
      {"nor does a separator inside of a paragraph", "", separator + "Message-ID: <1>\n\nOne:\n" + separator + "\n",
       " | 1.eml: One:\n" + separator.substr(0, separator.size() - 1)},
      {"a length that fits is believed", "",
       separator + "Message-ID: <1>\nContent-Length: 50\n\nOne.\n\n" + separator + "\n" + separator +
           "Message-ID: <2>\n\nTwo.\n",
       " | 1.eml: One. / " + separator.substr(0, separator.size() - 1) + " | 2.eml: Two."},
      {"one that does not is not", "",
       separator + "Message-ID: <1>\nContent-Length: 7\n\nOne.\n\n" + separator + "Message-ID: <2>\n\nTwo.\n",
       " | 1.eml: One. | 2.eml: Two."},
      {"line ends of another system", "",
       "From a Tue Mar  3 10:15:00 2026\r\nMessage-ID: <1>\r\n\r\nOne.\r\n\r\nFrom a Tue Mar  3 10:15:00 "
       "2026\r\nMessage-ID: <2>\r\n\r\nTwo.\r\n",
       " | 1.eml: One. | 2.eml: Two."},
      {"nothing but separators", "", separator + "\n" + separator + "\n" + separator,
       " | message-384868fba0c2.eml | message-384868fba0c2~2.eml | message-2d06800538d3.eml"},
  }));
  INFO(c.name);
  CHECK(outline("x.mbox", c.body) == c.expected);
}

}  // namespace pilcrow::test
