// SPDX-License-Identifier: GPL-3.0-or-later
// The text of a mail, told apart: what its writer says, and what only stands there too, which are the lines quoted from
// other mails, the message answered below, and the signature. That becomes Block::minor.
#pragma once

#include <string_view>

#include "indexer/format/extraction.h"

namespace pilcrow::indexer {

struct MailTextForm {
  bool flowed = false;        ///< RFC 3676: a line that ends in a space goes on in the next one,
  bool delete_space = false;  ///< and the space is none of the text.
  bool forwarded = false;     ///< The message below is what the mail is about.
};

/// Adds the blocks of a text. Linear.
void add_mail_text(Extraction& out, std::string_view text, const MailTextForm& form);
/// Those of a page as read_html() gives it; `html` is well-formed UTF-8.
void add_mail_html(Extraction& out, Document page, bool forwarded);

/// Whether the subject says that the mail passes on another one: "Fwd: …", "WG: …".
bool is_forward(std::string_view subject);

}  // namespace pilcrow::indexer
