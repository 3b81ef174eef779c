// SPDX-License-Identifier: GPL-3.0-or-later
// What an index holds, on one page. docs/index-format.md says the same at length, byte by byte.
//
// INDEX/                      mode 0700
//   XAPIANDB                  a Xapian stub: "glass gen-000007". Every Xapian tool opens INDEX through it.
//   gen-000007/               the published generation, a Xapian glass database
//   gen-000006/               the one before, until the next publish
//   gen-000008/building       only while a generation is not published yet
//   damaged-000005/           a generation that could not be read when --rebuild replaced it; nothing deletes it but
//                             --forget
//   settings.json             a spare copy of the index id, the roots and the exclusions, for a rebuild after damage
//   last-run.json             how the last run of a writer ended
//   lock                      flock()ed by the one writer; readers never look at it
//
// In a generation, one Xapian document is one paragraph:
//
//   terms   word              surface words of the body, normalised and folded, with positions from 1; wdf: how often
//           Zstem             stems of the body, wdf 1 each, and of title, heading trail and file name, wdf 3 each; no
//                             positions
//           Sword, ZSstem     words and stems of the title, wdf 0 (they add no length); words with positions
//           XHword, ZXHstem   the same for the heading trail (outermost first, a gap of 100 positions between headings)
//           Eext              extension of the file name, lower case, without the dot; of "README": "E"
//           Llang             language of the paragraph, as in Hit::language
//           Ttype             MIME type of what the reader read: "text/markdown"
//           Ppart             each name in the path below its root, as it stands, and in the path inside the file; the
//                             last is the document's own
//           Qnumber           the file's number in decimal: all paragraphs of a file, or of a document inside one
//           XF                in a paragraph of less than 20 words: wdf 2 for each word that is lacking, so that none is
//                             ranked as shorter; in one of less worth (what a mail quotes): wdf 4 for each of its words
//           XThash            value 1 in hexadecimal: all paragraphs of the same words
//   values  0                 the file's number, 4 bytes big-endian: collapsing and grouping
//           1                 hash of the words of the body in order, 8 bytes big-endian; none where it has no word.
//                             Paragraphs that differ in space, case, punctuation and diacritics only share it; those of
//                             less than 20 words only under the same title and headings.
//   data    record_version, the file's number as a varint, then the text (see paragraph_record.h)
//
// Boolean terms (E L T P Q XT) have wdf 0. An over-long term is shortened with a hash tail, as words are.
//
// Metadata:
//
//   pilcrow.schema            schema_version in decimal
//   pilcrow.fingerprint       what the terms depend on; another value means: rebuild
//   pilcrow.index_id          8 random letters and digits, kept across generations
//   pilcrow.generation        its number in decimal
//   pilcrow.dictionary        zstd dictionary of this generation's records; absent in a small index
//   pilcrow.roots             JSON: the roots and their settings; one that was removed is null, so that numbers stay
//   pilcrow.excluded          JSON: absolute paths that --remove or --forget took out
//   pilcrow.state             JSON: counters (files, paragraphs by language, next file number, …)
//   f + number, 4 bytes BE    a file, or a document inside one (an archive's file, a mailbox's message): path, state,
//                             date, table of its paragraphs (see file_entry.h)
//
// A file's entry is committed in one Xapian transaction with its paragraphs, so either both are there or neither.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace pilcrow::store {

// Part of the index format: never renumber, never reuse; on any change raise schema_version.
inline constexpr int schema_version = 5;
inline constexpr unsigned slot_file = 0;
inline constexpr unsigned slot_twins = 1;

inline constexpr std::string_view prefix_stem = "Z";
inline constexpr std::string_view prefix_title = "S";
inline constexpr std::string_view prefix_heading = "XH";
inline constexpr std::string_view prefix_extension = "E";
inline constexpr std::string_view prefix_language = "L";
inline constexpr std::string_view prefix_type = "T";
inline constexpr std::string_view prefix_path_part = "P";
inline constexpr std::string_view prefix_file = "Q";
inline constexpr std::string_view prefix_twins = "XT";
inline constexpr std::string_view term_filler = "XF";

inline constexpr std::string_view key_schema = "pilcrow.schema";
inline constexpr std::string_view key_fingerprint = "pilcrow.fingerprint";
inline constexpr std::string_view key_index_id = "pilcrow.index_id";
inline constexpr std::string_view key_generation = "pilcrow.generation";
inline constexpr std::string_view key_dictionary = "pilcrow.dictionary";
inline constexpr std::string_view key_roots = "pilcrow.roots";
inline constexpr std::string_view key_excluded = "pilcrow.excluded";
inline constexpr std::string_view key_state = "pilcrow.state";
inline constexpr std::string_view key_file = "f";

/// wdf of a stem in the title, the heading trail or the file name (RANKING: 3 is best of 1, 2, 3, 5).
inline constexpr unsigned heading_weight = 3;
/// A paragraph of fewer words says little by itself: it is the same as another only under the same headings, and counts
/// as one of so many words. Else a caption that repeats the words of a question would come before what answers it.
inline constexpr std::size_t words_of_their_own = 20;
/// A paragraph of less worth is ranked as if it were three times as long: what a mail quotes comes behind the mail that
/// said it.
inline constexpr std::size_t minor_filler = 2;
/// Positions left free between two headings of a trail, so that no phrase crosses.
inline constexpr unsigned heading_gap = 100;
// End of the index format.

/// Key of a file's metadata entry. Keys sort as the numbers do.
std::string file_key(std::uint32_t number);
/// Value of slot_file for a file.
std::string file_value(std::uint32_t number);
/// The number in a value of slot_file; 0 (which no file has) if it is not one.
std::uint32_t file_number(std::string_view value);

/// Value of slot_twins for a hash of words.
std::string twins_value(std::uint64_t hash);
/// The term of a value of slot_twins.
std::string twins_term(std::string_view value);

/// A term that Xapian takes: prefix and word, the word shortened with a hash tail where it is over-long.
std::string boolean_term(std::string_view prefix, std::string_view word);

/// What the terms of this build depend on: schema and analyser. Kept under key_fingerprint.
std::string fingerprint();

}  // namespace pilcrow::store
