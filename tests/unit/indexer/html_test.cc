// SPDX-License-Identifier: GPL-3.0-or-later
#include <string>

#include "indexer/format/format.h"
#include "tests/support/blocks.h"
#include "tests/support/catch.h"

namespace {

using pilcrow::indexer::Anchor;
using pilcrow::indexer::read_html;
using pilcrow::test::dump;

struct Case {
  std::string name;
  std::string input;
  std::string expected;
};

std::string dump_of(const std::string& input) {
  const auto document = read_html(input);
  return document ? dump(*document) : document.error();
}

}  // namespace

TEST_CASE("html: blocks and their exact places") {
  const auto c = GENERATE(pilcrow::test::values<Case>({
      {"an empty page has no blocks", "", ""},
      {"bare text is a paragraph", " a b\n", "paragraph 0 0 [1-4] a b\n"},
      {"title and language", "<html lang=de><title>A &amp;\n B</title><p>c",
       "title A & B\nlanguage de\nparagraph 0 0 [42-43] c\n"},
      {"headings have levels", "<h1>a</h1><h6>b</h6>", "heading 1 0 [4-5] a\nheading 6 0 [14-15] b\n"},
      {"inline elements run on", "<p>a<b>b</b> <i>c</i></p>", "paragraph 0 0 [3-17] ab c\n"},
      {"white space is folded", "<p>  a \n\t b  </p>", "paragraph 0 0 [5-11] a b\n"},
      {"a no-break space is a space", "<p>a&nbsp;b\u00A0c", "paragraph 0 0 [3-14] a b c\n"},
      {"br is a line break", "<p>a <br> b", "paragraph 0 0 [3-11] a\\nb\n"},
      {"references are resolved", "<p>&lt;a&gt; &eacute;&#x41;", "paragraph 0 0 [3-27] <a> éA\n"},
      {"an ampersand may be itself", "<p>AT&T &copy 2 &bogus;", "paragraph 0 0 [3-23] AT&T © 2 &bogus;\n"},
      {"text beside blocks is a paragraph", "<div>a<p>b</p>c</div>",
       "paragraph 0 0 [5-6] a\nparagraph 0 0 [9-10] b\nparagraph 0 0 [14-15] c\n"},
      {"items of one list share a group, nested ones too", "<ul><li>a<ol><li>b</ol><li>c</ul><ul><li>d</ul>",
       "item 1 1 [8-9] a\nitem 2 1 [17-18] b\nitem 1 1 [27-28] c\nitem 1 2 [41-42] d\n"},
      {"further paragraphs of an item belong to its list", "<ul><li><p>a<p>b</ul>",
       "item 1 1 [11-12] a\nparagraph 0 1 [15-16] b\n"},
      {"an item without a list", "<li>a", "item 1 0 [4-5] a\n"},
      {"definitions are items", "<dl><dt>a<dd>b</dl>", "item 1 1 [8-9] a\nitem 1 1 [13-14] b\n"},
      {"rows join their cells", "<table><tr><th>a<th>b<tr><td>c<td>d</table>",
       "row 0 1 [15-21] a | b\nrow 0 1 [29-35] c | d\n"},
      {"an empty cell has no text", "<table><tr><td><td>b<td> <td>d</table>", "row 0 1 [19-30] b | d\n"},
      {"a cell is one line", "<table><tr><td>a<br>b<td><p>c</p></table>", "row 0 1 [15-29] a b | c\n"},
      {"a caption stands before its rows", "<table><caption>a</caption><tr><td>b</table>",
       "paragraph 0 0 [16-17] a\nrow 0 1 [35-36] b\n"},
      {"a table for the layout is its sections", "<table><tr><td><h2>a</h2>b<td>c</table>",
       "heading 2 0 [19-20] a\nparagraph 0 0 [25-26] b\nparagraph 0 0 [30-31] c\n"},
      {"a table around a table is for the layout", "<table><tr><td>a<td><table><tr><td>b<td>c</table></table>",
       "paragraph 0 0 [15-16] a\nrow 0 1 [35-41] b | c\n"},
      {"text that stands loose in a table comes in source order", "<table>a<tr><td>b</table>",
       "paragraph 0 0 [7-8] a\nrow 0 1 [16-17] b\n"},
      {"and apart from what is around it", "a<table>b<tr><td>c</table>d",
       "paragraph 0 0 [0-1] a\nparagraph 0 0 [8-9] b\nrow 0 1 [17-18] c\nparagraph 0 0 [26-27] d\n"},
      {"what stands loose in a row is read with the row", "<table><tr>a<td>b<td>c</table>",
       "row 0 1 [11-22] a | b | c\n"},
      {"parts of a table without one are no parts", "<p>a<td>b<tr>c", "paragraph 0 0 [3-14] abc\n"},
      {"a table in a table's row ends that", "<table><tr><td>a<tr><table><tr><td>b</table>",
       "row 0 1 [15-16] a\nrow 0 2 [35-36] b\n"},
      {"a tag may look like text and text like a tag", "<p>a <3 b</ c>d<b title='>'>e</b>",
       "paragraph 0 0 [3-29] a <3 bde\n"},
      {"a tag that never ends is none", "<p>a<b title='x", "paragraph 0 0 [3-4] a\n"},
      {"comments of all kinds", "a<!-->b<!--->c<!-- --!>d<!-- -- -->e<!x>f<?y>g", "paragraph 0 0 [0-46] abcdefg\n"},
      {"a script may quote its end", "a<script><!-- <script></script> b --></script>c", "paragraph 0 0 [0-47] ac\n"},
      {"the end of a style is its own", "a<style></styles>b</STYLE >c", "paragraph 0 0 [0-28] ac\n"},
      {"text to the end of the page", "<p>a<plaintext>b <p> &amp;</plaintext>",
       "paragraph 0 0 [3-4] a\ncode 0 0 [15-38] b <p> &amp;</plaintext>\n"},
      {"examples are to the letter", "<xmp>a <b> &lt;</xmp>b", "code 0 0 [5-15] a <b> &lt;\nparagraph 0 0 [21-22] b\n"},
      {"what is missing for want of scripts belongs to the body", "<head><noscript><link><p>a</noscript>b",
       "paragraph 0 0 [25-38] ab\n"},
      {"an element hides all in it", "<div>a<span hidden>b<span>c</span><i>d</span>e</div>",
       "paragraph 0 0 [5-46] ae\n"},
      {"a page may be hidden as a whole", "<title>a</title><body hidden>b", "title a\n"},
      {"a drawing ends where text begins", "<svg><g>a<p>b</svg>c", "paragraph 0 0 [12-20] bc\n"},
      {"data of a drawing is not shown", "<svg><![CDATA[</svg>a]]></svg>b", "paragraph 0 0 [30-31] b\n"},
      {"a selection ends at its end tag", "<select><p>a<option>b</p></select>c", "paragraph 0 0 [34-35] c\n"},
      {"a form may end in the middle", "<form><div>a</form>b</div>c",
       "paragraph 0 0 [11-20] ab\nparagraph 0 0 [26-27] c\n"},
      {"references without an end", "<p>&copy2 &notit; &notin; &#x41 &#0; &#x80; &#99999999;",
       "paragraph 0 0 [3-55] ©2 ¬it; ∉ A \uFFFD € \uFFFD\n"},
      {"a reference may stand for two characters", "<p>a&nvlt;b&fjlig;", "paragraph 0 0 [3-18] a<\u20D2bfj\n"},
      {"pre is code to the letter", "<pre>\n a  <b>b</b>\n\n &lt;\tc\n</pre>", "code 0 0 [7-27] a  b\\n\\n <\\tc\n"},
      {"code has one kind of line end", "<pre>a\r\nb</pre>", "code 0 0 [5-9] a\\nb\n"},
      {"lines of code may be elements", "<pre><div>a</div><div>b</div></pre>", "code 0 0 [10-23] a\\nb\n"},
      {"quotations", "<blockquote>a<p>b</p><h2>c</h2></blockquote>",
       "quote 0 0 [12-13] a\nquote 0 0 [16-17] b\nquote 0 0 [25-26] c\n"},
      {"captions and summaries are paragraphs",
       "<figure><figcaption>a</figcaption></figure><details><summary>b</summary>c",
       "paragraph 0 0 [20-21] a\nparagraph 0 0 [61-62] b\nparagraph 0 0 [72-73] c\n"},
      {"scripts, styles and templates are not shown",
       "a<script>b</script><style>c</style><template>d</template><noscript>e</noscript>f", "paragraph 0 0 [0-80] af\n"},
      {"navigation, controls and pictures are left out",
       "<nav>a</nav><button>b</button><select><option>c</select><svg><title>d</title></svg><p>e",
       "paragraph 0 0 [86-87] e\n"},
      {"the end of an inline element around a form that has ended", "<b hidden><form><i hidden></form></b><p>text",
       "paragraph 0 0 [40-44] text\n"},
      {"the end of one within which a form has ended", "<form><b><i></form></b></i><p>text",
       "paragraph 0 0 [30-34] text\n"},
      {"what is hidden is left out",
       "<p hidden>a<p aria-hidden=true>b<div role=navigation>c</div><div role=search>d</div><p>e",
       "paragraph 0 0 [87-88] e\n"},
      {"header, footer and aside stay", "<header>a</header><aside>b</aside><footer>c</footer>",
       "paragraph 0 0 [8-9] a\nparagraph 0 0 [25-26] b\nparagraph 0 0 [42-43] c\n"},
      {"comments are not shown", "a<!-- b -->c", "paragraph 0 0 [0-12] ac\n"},
      {"an end tag without a beginning changes nothing", "<p>a</x>b</div>c", "paragraph 0 0 [3-16] abc\n"},
      {"a less-than sign may be itself", "<p>a < b", "paragraph 0 0 [3-8] a < b\n"},
      {"crossed elements", "<p><b>a<i>b</b>c</i>", "paragraph 0 0 [6-16] abc\n"},
      {"a reading above a word does not part it", "<p>漢<rt>a</rt>字", "paragraph 0 0 [3-19] 漢字\n"},
  }));
  INFO(c.name);
  CHECK(dump_of(c.input) == c.expected);
}

TEST_CASE("html: metadata gives the date") {
  const auto c = GENERATE(pilcrow::test::values<Case>({
      {"a property", "<meta property='article:published_time' content='2026-06-15T10:00:00+02:00'>",
       "date 2026-06-15\n"},
      {"a name", "<meta name=date content=2026-06-15>", "date 2026-06-15\n"},
      {"a name in any case", "<META NAME='DC.Date' CONTENT=' 2026-06-15 '>", "date 2026-06-15\n"},
      {"a header", "<meta http-equiv=last-modified content=2026-06-15>", "date 2026-06-15\n"},
      {"an item's property", "<meta itemprop=dateModified content=2026-06-15>", "date 2026-06-15\n"},
      {"the last change goes before publication",
       "<meta property=article:published_time content=2026-06-15><meta name=dcterms.modified content=2026-07-01>",
       "date 2026-07-01\n"},
      {"of several of one kind the first counts",
       "<meta name=date content=2026-06-15><meta name=date content=2026-07-01>", "date 2026-06-15\n"},
      {"the time of publication", "<p><time pubdate datetime='2026-06-15T10:00'>June</time>",
       "date 2026-06-15\nparagraph 0 0 [45-49] June\n"},
      {"the time of the last change", "<p><time itemprop=dateModified datetime=2026-06-15>June</time>",
       "date 2026-06-15\nparagraph 0 0 [51-55] June\n"},
      {"any other time is no date of the page", "<p><time datetime=2026-06-15>June</time>",
       "paragraph 0 0 [29-33] June\n"},
      {"nor is that of an event", "<p><time itemprop=startDate datetime=2026-06-15>June</time>",
       "paragraph 0 0 [48-52] June\n"},
      {"a name without a date, a date without a name", "<meta name=date><meta content=2026-06-15>", ""},
      {"what is no day is none", "<meta name=date content='15 June 2026'><meta name=date content=2026-13-01>", ""},
  }));
  INFO(c.name);
  CHECK(dump_of(c.input) == c.expected);
}

TEST_CASE("html: anchors name the beginning of each verbatim stretch") {
  const auto document = read_html("<p>ab <i>cd</i>\n e&eacute;f");
  REQUIRE(document->blocks.size() == 1);
  CHECK(document->blocks[0].text == "ab cd eéf");
  CHECK(document->blocks[0].anchors == std::vector<Anchor>{{0, 3}, {3, 9}, {6, 17}, {9, 26}});
}

TEST_CASE("html: what is nested deeper than any page is read on") {
  std::string source;
  for (int i = 0; i < 2000; ++i) source += "<div>";
  source += "a <b>b</b> &amp; &eacute;<script>c</script><p>d<table><tr><td>e</table>";
  CHECK(dump_of(source) ==
        "paragraph 0 0 [10000-10025] a b & é\nparagraph 0 0 [10046-10047] d\nparagraph 0 0 [10062-10063] e\n");
}
