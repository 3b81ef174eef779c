// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/language_detection.h"

#include <string>
#include <vector>

#include "tests/support/catch.h"

namespace pilcrow::test {
namespace {

struct Case {
  std::string name;
  std::vector<std::string> texts;
  std::string declared;
  std::string expected;
};

std::vector<indexer::Paragraph> paragraphs_of(const std::vector<std::string>& texts) {
  std::vector<indexer::Paragraph> paragraphs;
  for (const std::string& text : texts) paragraphs.push_back({text, {}, {}});
  return paragraphs;
}

indexer::Languages detect(const std::vector<std::string>& texts, const std::string& declared) {
  return indexer::detect_languages(paragraphs_of(texts), declared);
}

std::string document(const std::vector<std::string>& texts, const std::string& declared) {
  return detect(texts, declared).document;
}

/// "de: . . en": the document's language, and that of each paragraph where it is another.
std::string dump(const indexer::Languages& languages) {
  std::string out = languages.document + ":";
  for (const auto language : languages.paragraphs) {
    out += " " + (language == 0 ? "." : languages.others.at(language - 1));
  }
  return out;
}

// Two paragraphs that settle what language a document is in.
const std::string english1 =
    "The pump empties the lower basin when the river is high, and stops by itself when it is done.";
const std::string english2 =
    "Who takes the key from the office writes his name into the book and brings it back before night.";
const std::string german1 =
    "Die Pumpe leert das untere Becken, wenn der Fluss hoch steht, und hält dann von selbst an.";
const std::string german2 = "Der Schlüssel hängt im Büro neben der Tür, und wer ihn nimmt, trägt sich in das Buch ein.";
const std::string french = "La pompe vide le bassin du bas quand la rivière est haute, puis elle s'arrête toute seule.";
const std::string turkish =
    "Nehir yükseldiğinde pompa alt havuzu boşaltır ve sonra kendi kendine durur; bu anahtar kapının yanında asılıdır "
    "ve "
    "onu alan kişi deftere adını yazar.";
const std::string russian1 = "Когда река поднимается, насос опорожняет нижний бассейн и останавливается сам.";
const std::string russian2 = "Ключ висит в конторе у двери, и тот, кто его берёт, записывает своё имя в книгу.";
const std::string ukrainian =
    "Ключ висить у конторі біля дверей, і той, хто його бере, записує своє ім'я в книгу, щоб усі знали, де він є.";
const std::string japanese1 = "川の水位が高くなると、ポンプは下の貯水池を空にして、その後自動で止まります。";
const std::string japanese2 = "鍵は事務所のドアの横に掛けてあり、持ち出す人は帳簿に名前を書いてください。";
const std::string chinese = "河水上涨时，水泵会排空下面的蓄水池，然后自动停止。钥匙挂在办公室门边。";
const std::string korean = "강물이 높아지면 펌프가 아래 저수지를 비우고 저절로 멈춥니다.";
const std::string arabic = "عندما يرتفع النهر تفرغ المضخة الحوض السفلي ثم تتوقف من تلقاء نفسها.";
const std::string hindi = "जब नदी ऊँची होती है तब पंप निचले कुंड को खाली करता है और फिर अपने आप रुक जाता है।";
const std::string thai = "เมื่อแม่น้ำสูงขึ้น เครื่องสูบน้ำจะระบายน้ำออกจากบ่อด้านล่างแล้วหยุดเอง";
const std::string greek = "Όταν το ποτάμι είναι ψηλά, η αντλία αδειάζει την κάτω δεξαμενή και σταματά μόνη της.";
const std::string vietnamese =
    "Khi nước sông lên cao, máy bơm sẽ hút cạn bể dưới và sau đó tự dừng lại mà không cần ai làm gì cả.";

}  // namespace

TEST_CASE("language detection: the language of a document") {
  const auto c = GENERATE(values<Case>({
      {"nothing", {}, "", "und"},
      {"digits", {"12 345", "6-7"}, "", "und"},
      {"a declared language where nothing else is known", {"12 345"}, "FR", "fr"},
      {"English", {"The pump empties the lower basin when the river is high, and stops by itself."}, "", "en"},
      {"German",
       {"Die Pumpe leert das untere Becken, wenn der Fluss hoch steht, und hält dann von selbst an."},
       "",
       "de"},
      {"French",
       {"La pompe vide le bassin du bas quand la rivière est haute, puis elle s'arrête toute seule."},
       "",
       "fr"},
      {"Turkish", {"Nehir yükseldiğinde pompa alt havuzu boşaltır ve sonra kendi kendine durur."}, "", "tr"},
      {"Japanese", {"川の水位が高くなると、ポンプは下の貯水池を空にして、その後自動で止まります。"}, "", "ja"},
      {"Chinese", {"河水上涨时，水泵会排空下面的蓄水池，然后自动停止。"}, "", "zh"},
      {"Russian", {"Когда река поднимается, насос опорожняет нижний бассейн и останавливается сам."}, "", "ru"},
      {"Hebrew, by its present code", {"כאשר הנהר גבוה, המשאבה מרוקנת את הבריכה התחתונה ונעצרת מעצמה."}, "", "he"},
      {"most of the paragraphs decide",
       {"Die Pumpe leert das untere Becken, wenn der Fluss hoch steht, und hält dann von selbst an.", "Open the valve.",
        "Der Schlüssel hängt im Büro neben der Tür, und wer ihn nimmt, trägt sich in das Buch ein."},
       "",
       "de"},
      {"short Latin text is taken for English", {"xq-77 b"}, "", "en"},
      {"by script alone", {"Ω"}, "", "el"},
      {"Kana make it Japanese", {"東京タワー"}, "", "ja"},
      {"Han alone Chinese", {"東"}, "", "zh"},
      {"what a document declares is no code", {"xq-77 b"}, "en; DROP", "en"},
      {"it counts where the text does not show", {"xq-77 b"}, "it-IT", "it-it"},
  }));
  INFO(c.name);
  CHECK(document(c.texts, c.declared) == c.expected);
}

TEST_CASE("language detection: looks all over a long document") {
  std::vector<std::string> texts = {"Open the valve and wait until the lamp is steady."};
  for (int i = 0; i < 3000; ++i) texts.push_back(german1);
  CHECK(document(texts, "") == "de");
  std::string line;
  for (const std::string& text : texts) line += text + " ";
  CHECK(document({line}, "") == "de");
}

TEST_CASE("language detection: a paragraph that clearly is in another language") {
  const auto c = GENERATE(values<Case>({
      {"all in one language", {english1, english2}, "", "en: . ."},
      {"German in English", {english1, german1, english2}, "", "en: . de ."},
      {"English in German", {german1, german2, english1}, "", "de: . . en"},
      {"two others, each named once",
       {english1, german1, french, english2, german2, english1},
       "",
       "en: . de fr . de ."},
      {"Turkish, which has few stop words", {english1, english2, turkish}, "", "en: . . tr"},
      {"Vietnamese, whose stop words keep their marks", {english1, english2, vietnamese}, "", "en: . . vi"},
      {"another script needs no stop words",
       {english1, english2, russian1, greek, arabic, hindi, thai, korean},
       "",
       "en: . . ru el ar hi th ko"},
      {"Chinese and Japanese in English", {english1, english2, chinese, japanese1, english1}, "", "en: . . zh ja ."},
      {"Chinese in Japanese", {japanese1, japanese2, chinese}, "", "ja: . . zh"},
      {"Ukrainian in Russian", {russian1, russian2, ukrainian}, "", "ru: . . uk"},
      {"English in Russian", {russian1, russian2, english1}, "", "ru: . . en"},
      {"English in Japanese", {japanese1, japanese2, english1}, "", "ja: . . en"},
      {"a script with some words of the document's",
       {english1, english2, "Насос Beacon останавливается сам, когда уровень падает."},
       "",
       "en: . . ru"},
      {"what a document declares does not change its paragraphs", {english1, german1, english2}, "en", "en: . de ."},
  }));
  INFO(c.name);
  CHECK(dump(detect(c.texts, c.declared)) == c.expected);
}

TEST_CASE("language detection: a language that is given is believed") {
  const auto c = GENERATE(values<Case>({
      {"of all paragraphs in it", {english1, english2}, "en", "en: . ."},
      {"of one alone", {english1}, "en", "en: ."},
      {"of none", {}, "en", "en:"},
      {"of short notes", {"Pumpe P-7", "Ventil"}, "de", "de: . ."},
      {"a quotation in another", {english1, german1, english2}, "en", "en: . de ."},
      {"quotations in other scripts", {english1, russian1, japanese1, greek}, "en", "en: . ru ja el"},
      {"a neighbour in the same script", {russian1, russian2, ukrainian}, "ru", "ru: . . uk"},
      {"English in Japanese", {japanese1, english1}, "ja", "ja: . en"},
      {"where most of the text is in another", {german1, german2, "Pump P-7"}, "en", "en: de de ."},
      {"where all of it is in another script", {russian1, "Насос"}, "en", "en: ru ."},
      {"a language without stop words", {english1, "Salve, munde."}, "la", "la: en ."},
      {"without its region", {english1}, "en-GB", "en: ."},
      {"but for the script of Chinese", {chinese}, "zh-TW", "zh-hant: ."},
      {"which may be said", {chinese}, "zh-Hans-HK", "zh: ."},
      {"unless it is undetermined", {german1, german2}, "und", "de: . ."},
      {"unless it is several", {german1, german2}, "mul", "de: . ."},
      {"unless it is no language", {german1, german2}, "1234", "de: . ."},
  }));
  INFO(c.name);
  CHECK(dump(indexer::detect_other_languages(paragraphs_of(c.texts), c.declared)) == c.expected);
}

TEST_CASE("language detection: what is no language of its own stays in the document's") {
  const auto c = GENERATE(values<Case>({
      {"a heading", {"Wartung der Pumpe"}, "", ""},
      {"a short sentence", {"Bitte nicht rauchen, danke schön!"}, "", ""},
      {"a name in another script", {"東京都"}, "", ""},
      {"a name with a title", {"Пётр Чайковский"}, "", ""},
      {"names",
       {"Juan Pablo Fernández, Müller & Söhne, Société Générale, Håkon Ødegård, Zoë Łukasz, João Gonçalves"},
       "",
       ""},
      {"a quoted phrase",
       {"The sign says \"Das Betreten der Baustelle ist verboten\", which nobody seems to mind at all."},
       "",
       ""},
      {"a quoted phrase in another script",
       {"The manual calls this the 自動停止 mode and the label on the pump says so too."},
       "",
       ""},
      {"numbers", {"12.5 | 17.25 | 3 | 4 | 5.5\n18.1 | 22.0 | 7 | 8 | 9.0"}, "", ""},
      {"a table",
       {"Typ | Nr | kW | bar | min\nP-100 | 7 | 12 | 3 | 40\nP-200 | 8 | 15 | 4 | 35\nP-300 | 9 | 18 | 5 | 30"},
       "",
       ""},
      {"code",
       {"for (auto it = list.begin(); it != list.end(); ++it) { total += it->size; un_puits(de, la, x); }"},
       "",
       ""},
      {"keys and values",
       {"server.port=8080\nserver.name=die-der-das\nlog.level=info\ncache.size=20\nproxy=none\nretry=3"},
       "",
       ""},
      {"Latin nonsense",
       {"Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt."},
       "",
       ""},
  }));
  INFO(c.name);
  CHECK(dump(detect({english1, english2, c.texts[0], english1}, "")) == "en: . . . .");
}

TEST_CASE("language detection: code and names in Latin letters stay in a document of another script") {
  CHECK(dump(detect({japanese1, "git commit --amend --no-edit && git push origin main --force", japanese2}, "")) ==
        "ja: . . .");
  CHECK(dump(detect({russian1, "Beacon Meridian Cockpit Northlight Software Arvenis Motors Windsor", russian2}, "")) ==
        "ru: . . .");
}

TEST_CASE("language detection: short paragraphs go with what most of the text is in") {
  // Whatever CLD2 takes for the whole: two thirds of it are German.
  CHECK(dump(detect({german1, "Anhang", german2, english1, "Notes", german1, german2}, "")) == "de: . . . en . . .");
}

TEST_CASE("language detection: any bytes and any length") {
  std::string mixed;
  for (int i = 0; i < 2000; ++i) mixed += "д ü 東 x 1 \xD8\xB9 ";
  CHECK(
      detect({mixed, std::string(100'000, 'a'), std::string(3, '\0'), "\xF0\x9F\x98\x80", ""}, "").paragraphs.size() ==
      5);
}

}  // namespace pilcrow::test
