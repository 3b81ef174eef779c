// SPDX-License-Identifier: GPL-3.0-or-later
// Stop words of each language. Data, kept out of language.cc.
//
// Function words only: articles, pronouns, prepositions, conjunctions, auxiliaries, question words, and the small
// adverbs that questions are made of. Written as the language is written; folded when they are first asked for. Parted
// words stand in their parts ("qu'il" is "qu" and "il"), and Han and Kana as the characters and pairs that are tokens.
#include <algorithm>
#include <array>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "core/text/fold.h"
#include "core/text/language.h"
#include "core/text/utf8.h"

namespace pilcrow::text {
namespace {

struct List {
  std::string_view language;
  std::string_view words;
};

// Sorted by language.
constexpr std::array lists = {
    List{"ar",
         "في من إلى على عن مع هذا هذه ذلك تلك هؤلاء الذي التي الذين اللذان ما ماذا من متى أين كيف لماذا هل كم أي هو هي "
         "هم "
         "هن أنا نحن أنت أنتم و أو ثم لكن بل لا لم لن ليس ليست كان كانت يكون تكون كانوا قد لقد إن أن إذا إذ كل بعض غير "
         "بين "
         "عند عندما حتى منذ خلال بعد قبل فوق تحت أمام حول ضد دون به بها له لها فيه فيها منه منها عليه عليها كما حيث "
         "التى وفي ومن وهو وهي وقد وكان وكانت ولم ولا وعلى والتي والذي فإن وإن وأن بأن لأن لدى لكي كانا فقط أيضا"},
    List{"az",
         "və ya ilə də da ki bu o bir üçün kimi qədər sonra əvvəl amma lakin ancaq çünki əgər hər heç daha ən çox az "
         "nə kim kimin hansı harada hara haradan niyə necə vaxt neçə mən sən biz siz onlar onun onların bunun mənim "
         "bizim öz olan olaraq olub oldu olur edir etmək deyil var yox isə həm yalnız artıq haqqında arasında "
         "tərəfindən mi mı mu mü dir dır"},
    List{"be",
         "і ў у на з са да ад за па пры пад над без праз паміж для аб пра што каб як які якая якое якія якога дзе калі "
         "куды адкуль чаму навошта колькі хто каго каму чый я ты ён яна яно мы вы яны мяне цябе яго яе іх нас вас мой "
         "мая маё свой гэты гэта гэтая гэтыя той тая тое тыя але або ці ні не ж бо таму таксама ёсць быў была было "
         "былі быць будзе можа трэба ўжо яшчэ толькі вельмі усе ўсё іншы"},
    List{"bg",
         "и в във на за от до с със по при под над без след преди между през към у из че да ли не ни а но или ако като "
         "както "
         "кой коя кое кои какво какъв каква какви къде кога как защо колко чий аз ти той тя то ние вие те мен теб него "
         "нея "
         "нас вас тях ми ме му я ги си се този тази това тези онзи онази онова съм си е сме сте са бях беше бяха бъде "
         "бъдат "
         "ще има няма може трябва само още вече много най"},
    List{"bn",
         "এবং ও আর কিন্তু বা অথবা যদি তবে যে যা যিনি যারা কি কী কে কার কাকে কোন কোথায় কখন কেন কীভাবে কিভাবে কত কয়টি এই "
         "এটি এটা সেই সে তার তারা তাদের তিনি আমি আমার আমরা আমাদের তুমি তোমার আপনি আপনার জন্য থেকে সাথে সঙ্গে দ্বারা দিয়ে "
         "মধ্যে উপর পরে আগে পর্যন্ত করে করা করতে হয় হয়েছে হয়েছিল হবে ছিল ছিলেন আছে না নয় নেই এক একটি সব অন্য আরও খুব"},
    List{"ca",
         "el la els les lo los l un una uns unes d de del dels a al als en amb per pel pels i o u ni però sinó si que "
         "què "
         "qui quin quina quins quines qual quals quan quant quanta on com perquè com no ja és són era eren ser estar "
         "està "
         "estan ha han havia haver hi ho jo tu ell ella nosaltres vosaltres ells elles em et es ens us li se s m t n "
         "seu "
         "seva seus seves meu meva teu teva aquest aquesta aquests aquestes aquell aquella això allò més menys molt "
         "també "
         "sense sobre entre fins des cap tot tota tots totes altre altra altres mateix pot poden fa"},
    List{"cs",
         "a i o u v ve s se k ke z ze na po za do od pro při pod nad před přes bez mezi u že aby když protože ale nebo "
         "ani "
         "jak jako jaký jaká jaké jací co čeho kdo koho kde kdy kam proč kolik který která které kteří já ty on ona "
         "ono my "
         "vy oni mě mi mu ho ji jí jeho její jejich nás vás jim ten ta to ti ty toho tomu tím tento tato toto tyto je "
         "jsou "
         "jsem jsi jsme jste byl byla bylo byli být bude budou by bych má mají může mohou musí ne není už jen také tak "
         "též "
         "si se svůj své"},
    List{"da",
         "og i jeg det at en den til er som på de med han af for ikke der var mig sig men et har om vi min havde ham "
         "hun nu "
         "over da fra du ud sin dem os op man hans hvor eller hvad skal selv her alle vil blev kunne ind når være dog "
         "noget "
         "ville jo deres efter ned skulle denne end dette mit også under have dig anden hende mine alt meget sit sine "
         "vor "
         "mod disse hvis din nogle hos blive mange ad bliver hendes været jer sådan hvem hvorfor hvordan hvornår "
         "hvilken "
         "hvilket hvilke hvis kan må bør så ved"},
    List{
        "de",
        "der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner keines und oder aber "
        "sondern denn doch wenn weil da dass daß ob als wie wo wohin woher wann warum weshalb wieso wozu womit wodurch "
        "wofür woran worauf worin wovon wer wen wem wessen was welche welcher welches welchen welchem wieviel ich du "
        "er "
        "sie es wir ihr mich dich sich uns euch mir dir ihm ihn ihnen mein meine meinen meinem meiner meines dein "
        "deine "
        "deinen deinem deiner sein seine seinen seinem seiner seines ihre ihren ihrem ihrer ihres unser unsere unseren "
        "unserem unserer euer eure euren eurem dieser diese dieses diesen diesem jener jene jenes jenen jenem jeder "
        "jede "
        "jedes jeden jedem alle aller alles allen allem manche mancher manches einige einiger einigen solche solcher "
        "solches derselbe dieselbe dasselbe man in im ins an am ans auf aus bei beim bis durch für gegen mit nach ohne "
        "über um unter vom von vor während wegen zu zum zur zwischen seit ab außer gegenüber trotz bin bist ist sind "
        "seid "
        "war warst waren wart gewesen sei wäre wären habe hast hat haben habt hatte hatten hätte hätten werde wirst "
        "wird "
        "werden werdet wurde wurden würde würden worden geworden kann kannst können könnt konnte konnten könnte "
        "könnten "
        "muss müssen musste mussten müsste darf dürfen durfte soll sollen sollte sollten will wollen wollte wollten "
        "mag "
        "mögen möchte nicht nichts nie auch nur noch schon so sehr hier dort dann daher dabei damit davon dazu darum "
        "darauf darin darüber also sonst weiter wieder etwas viel viele mehr anderer andere anderes anderen anderem "
        "eben "
        "bereits jedoch sowie bzw dass zwar nun"},
    List{"el",
         "ο η το οι τα του της των τον την τους τις ένας μία μια ένα ενός μιας και κι ή είτε ούτε αλλά όμως αν εάν ότι "
         "πως "
         "που να θα δεν μη μην ως σαν όταν γιατί επειδή αφού ώστε από σε στο στη στην στον στους στις στα για με χωρίς "
         "προς "
         "κατά μετά πριν μέχρι πάνω κάτω μέσα μεταξύ εγώ εσύ αυτός αυτή αυτό αυτοί αυτές αυτά αυτού αυτών εμείς εσείς "
         "μου "
         "σου μας σας ποιος ποια ποιο ποιοι ποιες ποιοι τι πού πότε πώς πόσο πόσα πόσοι πόσες είμαι είσαι είναι ήταν "
         "ήμουν "
         "έχω έχει έχουν είχε είχαν μπορεί πρέπει πολύ πιο όλα όλοι όλες όλο κάθε άλλο άλλα άλλη άλλος εδώ εκεί"},
    List{
        "en",
        "a an the and or but nor if then else than as that this these those such so because while until unless whether "
        "though although since of at by for with about against between among into through during before after above "
        "below "
        "to from up down in out on off over under again further upon within without toward towards via per across "
        "along "
        "around behind beside besides beyond i me my mine myself we us our ours ourselves you your yours yourself "
        "yourselves he him his himself she her hers herself it its itself they them their theirs themselves one "
        "oneself "
        "who whom whose which what when where why how whatever whichever whoever am is are was were be been being have "
        "has "
        "had having do does did doing done can could will would shall should may might must ought cannot not no yes "
        "only "
        "own same too very just also here there now once ever never always both each few more most other others "
        "another "
        "some any all every either neither many much several less least still yet already even rather quite let don't "
        "doesn't didn't isn't aren't wasn't weren't hasn't haven't hadn't won't wouldn't can't couldn't shouldn't "
        "mustn't "
        "shan't mightn't needn't i'm you're we're they're i've you've we've they've i'd you'd he'd she'd we'd they'd "
        "i'll "
        "you'll he'll she'll it'll we'll they'll that'll who'll who'd there'd there'll get gets got s t d ll m re ve"},
    List{
        "es",
        "el la los las lo un una unos unas al del de a ante bajo con contra desde durante en entre hacia hasta para "
        "por "
        "según sin sobre tras y e o u ni que si pero sino porque pues aunque como cuando donde mientras qué quién "
        "quiénes "
        "quien quienes cuál cuáles cual cuales cuándo dónde adónde cómo cuánto cuánta cuántos cuántas cuyo cuya cuyos "
        "cuyas yo tú él ella ello nosotros nosotras vosotros vosotras ellos ellas usted ustedes me te se nos os le les "
        "mi "
        "mis tu tus su sus mío mía míos mías tuyo tuya suyo suya suyos suyas nuestro nuestra nuestros nuestras vuestro "
        "vuestra este esta esto estos estas ese esa eso esos esas aquel aquella aquello aquellos aquellas soy eres es "
        "somos sois son era eras éramos eran fui fue fuimos fueron ser sido siendo será serán sería serían sea sean "
        "estoy "
        "está estamos están estaba estaban estar estado he has ha hemos han había habían haber hay hubo haya tengo "
        "tiene "
        "tienen tenía tener puede pueden podía poder debe deben no sí ya más menos muy mucho mucha muchos muchas poco "
        "poca "
        "pocos también tampoco tan tanto todo toda todos todas otro otra otros otras mismo misma mismos mismas algo "
        "alguno "
        "alguna algunos algunas nada ninguno ninguna cada así entonces aquí allí ahí antes después"},
    List{"et",
         "ja ning või ega aga kuid vaid sest et kui kuigi nagu ka ei on oli olid olen oled oleme olete olema olnud "
         "oleks pole see seda selle selles sellest need neid nende tema ta teda nad mina ma sina sa meie me teie te "
         "minu sinu oma kes keda kelle mis mida mille millal kus kuhu kust miks kuidas palju mitu milline millise "
         "missugune mõni kõik iga üks muu teine juba veel ainult väga siis siin seal üle all juures enne pärast koos "
         "ilma kohta poolt vahel saab võib peab"},
    List{"eu",
         "eta edo baina ere bai ez da dira zen ziren du dute zuen zuten dio diote dugu dut naiz gara zara izan izango "
         "den "
         "diren duen duten hau hori hura hauek horiek haiek hau hon horren haren ni zu gu zuek nire zure gure bere bat "
         "batzuk "
         "bera beste guzti guztiak nor nork zer zerk non noiz nola zergatik zein zenbat nongo nora nondik arte baino "
         "oso "
         "gabe behar ahal egin egiten"},
    List{"fa",
         "و در به از که این آن را با برای تا بر هم یا اما اگر چون نیز هر همه یک دو من تو او ما شما آنها ایشان خود چه "
         "چی کی "
         "کجا چرا چگونه چطور کدام چند است هست بود شد شده می نمی باشد باشند بودند هستند نیست خواهد کرد کرده کند کنند "
         "دارد "
         "دارند داشت پس پیش بین روی زیر بدون درباره های ها تر ترین"},
    List{
        "fi",
        "ja tai vai mutta vaan sekä että jos kun koska vaikka kuin niin myös ei en et emme ette eivät eikä se ne tämä "
        "nämä "
        "tuo nuo minä sinä hän me te he minun sinun hänen meidän teidän heidän sen niiden tämän näiden sitä niitä tätä "
        "näitä siitä niistä tästä näistä siinä tässä siihen tähän sillä tällä joka jotka jonka joiden jota joita jossa "
        "joissa josta joista johon mikä mitkä minkä mitä missä mistä mihin millä mille milloin miksi miten kuka ketkä "
        "kenen ketä kuinka onko olen olet on olemme olette ovat oli olivat olisi olisivat ole ollut olleet olla voi "
        "voivat voisi pitää täytyy itse oma kaikki kaikkien joku jokin mukaan kanssa ilman ennen jälkeen aikana yli "
        "alle "
        "noin nyt vain vielä jo hyvin"},
    List{
        "fr",
        "le la les l un une des du de d au aux à et ou ni mais or donc car si que qu quoi qui dont où quand comment "
        "pourquoi combien quel quelle quels quelles lequel laquelle lesquels lesquelles duquel auquel comme lorsque "
        "lorsqu "
        "puisque puisqu quoique quoiqu jusque jusqu parce afin ainsi alors aussi avec sans pour par dans en sur sous "
        "vers "
        "chez entre contre depuis pendant avant après dès selon sauf malgré hors je j tu il elle on nous vous ils "
        "elles me "
        "m te t se s moi toi soi lui leur leurs eux y ce c cet cette ces ceci cela ça celui celle ceux celles mon ma "
        "mes "
        "ton ta tes son sa ses notre nos votre vos suis es est sommes êtes sont étais était étions étaient été être "
        "étant "
        "serai sera seront serait seraient soit soient fut furent ai as a avons avez ont avais avait avions avaient eu "
        "avoir ayant aura auront aurait auraient ait aient fait faire font peut peuvent pouvait pouvoir doit doivent "
        "devait devoir va vont ne n pas plus moins point rien jamais très trop peu beaucoup tout toute tous toutes "
        "même "
        "mêmes autre autres chaque quelque quelques quelqu aucun aucune certains certaines plusieurs tel telle tels "
        "telles "
        "non oui ici là déjà encore puis aujourd'hui"},
    List{
        "ga",
        "an na agus nó ach má mura go gur nach nár ní níl ba is tá bhí bíonn bheadh bheith raibh ag ar as chuig de do "
        "faoi "
        "gan i in idir le ó roimh thar trí um sa san den don leis lena ina dá a sé sí siad mé tú sinn muid sibh iad é "
        "í mo "
        "do ár bhur seo sin siúd cad cé cá cathain conas cén cad céard fáth an ann aige aici acu agam agat orm ort air "
        "uirthi orthu mar nuair freisin féin eile gach cuid"},
    List{"gl",
         "o a os as un unha uns unhas de do da dos das en no na nos nas ao á aos ás por polo pola polos polas con para "
         "sen so sobre entre ata desde e ou nin mais pero senón se que porque pois como cando onde quen cal cales "
         "canto canta cantos cantas cuxo eu ti el ela nós vós eles elas me te lle lles meu miña teu túa seu súa seus "
         "súas noso nosa este esta isto estes estas ese esa iso aquel aquela é son era eran foi foron ser sido será "
         "está están estaba ten teñen tiña hai había pode poden debe non si xa máis menos moi moito moita moitos tamén "
         "só todo toda todos todas outro outra outros mesmo cada algún"},
    List{"he",
         "של על את עם אל מן כי אם או גם אבל אך רק לא לו לה להם היא הוא הם הן אני אתה את אנחנו אתם זה זאת זו אלה אלו ה "
         "ו ב "
         "ל מ ש כ מה מי איפה היכן מתי למה מדוע איך כיצד כמה איזה איזו אשר כאשר כש כן יש אין היה היתה הייתה היו יהיה "
         "תהיה "
         "להיות כל כמו בין לפני אחרי תחת עד ידי בו בה בהם אותו אותה אותם שלו שלה שלהם יותר מאוד כבר עוד"},
    List{"hi",
         "का के की को में से पर ने तक और या लेकिन मगर अगर यदि तो कि जो जब जहाँ जहां क्योंकि इसलिए भी ही नहीं न मत है हैं था "
         "थे थी थीं हो होता होती होते हुआ हुई हुए होना गया गई गए कर करना करता करते करती किया रहा रही रहे मैं तू तुम आप हम "
         "वह वे यह ये वो इस इन उस उन इसका इसके इसकी उसका उसके उसकी उनका उनके उनकी अपना अपने अपनी मेरा मेरे मेरी हमारा क्या "
         "कौन किस किसी किन कब कहाँ कहां क्यों कैसे कैसा कैसी कितना कितने कितनी कौनसा एक साथ द्वारा लिए बाद पहले सभी कुछ बहुत "
         "जैसे अब फिर"},
    List{"hr",
         "i u na s sa k za od do po pri pod nad pred bez iz kroz među između o da ali ili ni niti nego jer ako kad "
         "kada kako koji koja koje kojeg kojega kojem koju kojih kojima što šta tko ko koga komu čemu čega gdje kamo "
         "odakle zašto koliko čiji kakav kakva kakvo ja ti on ona ono mi vi oni one me te ga je ju mu joj nas vas ih "
         "im moj moja moje tvoj njegov njezin njen naš vaš njihov svoj ovaj ova ovo ovi ove taj ta to tog toga tom "
         "onaj sam si smo ste su nije nisu bio bila bilo bili biti bude će bi ne se već još samo vrlo više sve svi sav "
         "može mogu treba drugi"},
    List{"hu",
         "a az egy és vagy de hanem meg is ha hogy mert mint amikor ahol ami aki amely amelyek akik amit akit nem ne "
         "sem se "
         "igen van vannak volt voltak lesz lesznek lenne lenni legyen én te ő mi ti ők engem téged őt minket őket ez "
         "ezek "
         "azok ezt azt ennek annak ebben abban erre arra ezen azon mi mit mik ki kit kik hol hova hová honnan mikor "
         "miért "
         "hogyan hány mennyi melyik milyen minden mindig más után előtt alatt között mellett szerint által nélkül "
         "felett "
         "csak már még most nagyon így úgy akkor itt ott lehet kell fel le el be ki"},
    List{"hy",
         "և եւ ու կամ բայց իսկ որ որը որոնք որի եթե երբ որտեղ ինչ ինչպես ինչու ով ովքեր ում քանի որքան այս այդ այն սա "
         "դա նա "
         "նրանք ես դու մենք դուք իմ քո նրա մեր ձեր նրանց է են եմ ես ենք եք էր էին չի չէ ոչ մի մեջ վրա տակ հետ համար "
         "մասին "
         "առանց մինչև ըստ նաև միայն շատ ամեն բոլոր այլ"},
    List{
        "id",
        "yang dan di ke dari untuk pada dengan dalam oleh sebagai adalah ialah ini itu tersebut atau tetapi tapi namun "
        "jika kalau karena sebab agar supaya bahwa ketika saat sejak sampai hingga antara tanpa atas bawah tidak bukan "
        "belum sudah telah sedang akan dapat bisa harus boleh ada saya aku kami kita kamu anda dia ia mereka nya apa "
        "apakah siapa mana dimana kapan mengapa kenapa bagaimana berapa juga saja hanya lebih sangat paling semua "
        "setiap "
        "para suatu sebuah seorang lain lagi pun lah maka seperti"},
    List{
        "it",
        "il lo la i gli le l un uno una d di a da in con su per tra fra del dello della dell dei degli delle al allo "
        "alla "
        "all ai agli alle dal dallo dalla dall dai dagli dalle nel nello nella nell nei negli nelle sul sullo sulla "
        "sull "
        "sui sugli sulle col coi coll e ed o od né ma però se che chi cui perché poiché quando dove come mentre anche "
        "quanto quanta quanti quante quale quali qual cosa cos io tu egli lui lei noi voi loro essi esse mi ti si ci "
        "vi "
        "ne me te sé li mio mia miei mie tuo tua tuoi tue suo sua suoi sue nostro nostra nostri nostre vostro vostra "
        "vostri questo questa questi queste quest quello quella quelli quelle quell quel quei ciò sono sei è siamo "
        "siete "
        "era erano ero fu furono essere stato stata stati state sarà saranno sarebbe sia siano ho hai ha abbiamo avete "
        "hanno aveva avevano avere avuto abbia può possono potere deve devono fa fare non più meno molto molta molti "
        "molte "
        "poco tutto tutta tutti tutte altro altra altri altre stesso stessa ogni qualche alcuni alcune già ancora "
        "sempre "
        "mai così dopo prima senza sotto sopra verso presso contro c s m t v com dov"},
    List{"ja",
         "の は が を に へ と も で や か ね よ な し て た だ ら り る れ い う さ す こ そ あ ど です ます した "
         "して する "
         "され ない から まで より など ので のに では には とは への との って この その あの どの これ それ あれ "
         "どれ ここ "
         "そこ どこ なに なぜ どう いつ だれ ある いる れる られ という いう こと もの ため よう とき でき ください "
         "たち "
         "また および ませ せん でし まし です ょう 何 誰"},
    List{"ko",
         "은 는 이 가 을 를 의 에 에서 로 으로 와 과 도 만 까지 부터 에게 한테 께 보다 처럼 그리고 그러나 하지만 "
         "그래서 또는 "
         "또한 및 등 이것 그것 저것 이 그 저 나 너 우리 그들 그녀 저희 무엇 무엇을 무엇이 누구 누가 어디 어디에 "
         "어디에서 언제 "
         "왜 어떻게 어떤 어느 몇 얼마나 있다 있는 있었다 없다 없는 하다 하는 한 했다 되다 된 되는 이다 입니다 인가 "
         "있습니까 "
         "합니다 수 것 때 더 가장 매우 모든 다른 무엇인가 무엇인가요 무엇입니까 무엇이 무엇으로 누구인가 누구의 누구를 "
         "누구에게 어디인가 어디로 언제인가 언제부터 어떠한 것은 것을 것이 것의 것으로 것이다 수는 수가 때는 있습니다 "
         "있으며 있고 있을 없습니다 이는 이를 그는 그의 그가 이러한 그런 이런 대한 대해 위한 위해 통해 따라 의해 인한 "
         "여러"},
    List{"lt",
         "ir ar bet o kad jei jeigu nes kai kaip kur kada kodėl kas ką kam ko kuo kuris kuri kurie kurios kiek koks "
         "kokia "
         "kokie į iš su be per po prie prieš apie už ant iki nuo tarp dėl pagal aš tu jis ji mes jūs jie jos mano tavo "
         "jo "
         "mūsų jūsų jų savo šis ši šie šios tas ta tie tos tai yra buvo bus būti esu esi nėra ne taip pat dar jau tik "
         "labai "
         "visi visos kitas kita kiti gali reikia"},
    List{"lv",
         "un vai bet ne nav ka ja jo tad kad kā kas ko kam kura kurš kuri kuru kur kurp cik kāpēc kāds kāda kādi es tu "
         "viņš viņa mēs jūs viņi viņas man tev viņam viņai mani tavs savs sava šis šī šie šīs tas tā tie tās to tam ir "
         "bija būs būt esmu esi esam bijis tiek tika var vajag no uz ar par pie pēc pirms līdz starp bez zem virs caur "
         "dēļ arī tikai vēl jau ļoti visi viss visas cits cita citi"},
    List{"mk",
         "и во на од за со до по при под над без пред меѓу низ кон околу дека да ако кога како што кој која кое кои "
         "кого кому каде зошто колку чиј каков каква јас ти тој таа тоа ние вие тие ме те го ја нè ве ги ми му ѝ им "
         "нас вас мој твој негов нивен нејзин наш ваш свој овој оваа ова овие оној е сум си сме сте се беше беа бил "
         "била биле биде ќе би не ни но или а само уште веќе многу повеќе сите секој друг може треба има нема"},
    List{"ms",
         "yang dan di ke dari daripada untuk pada dengan dalam oleh sebagai adalah ialah ini itu tersebut atau tetapi "
         "namun jika kalau kerana sebab agar supaya bahawa apabila ketika semasa sejak sampai hingga antara tanpa atas "
         "bawah tidak bukan belum sudah telah sedang akan dapat boleh mesti harus ada saya aku kami kita kamu awak "
         "anda dia ia mereka nya apa apakah siapa mana bila mengapa kenapa bagaimana berapa juga sahaja hanya lebih "
         "sangat paling semua setiap para suatu sebuah seorang lain lagi pun lah maka seperti"},
    List{"ne",
         "को का की ले लाई मा बाट देखि सम्म र वा तर भने पनि नै यो यी त्यो ती उनी उनले उनको म हामी तिमी तपाईं मेरो हाम्रो के "
         "को कुन कहाँ कहिले किन कसरी कति छ छन् हो होइन थियो थिए भयो भएको हुन हुने गर्न गरेको गर्ने लागि साथ अनि यदि किनभने "
         "धेरै सबै एक अर्को"},
    List{"nl",
         "de het een en of maar want dus als dat dan toen omdat terwijl hoewel wie wat waar wanneer waarom hoe welke "
         "welk "
         "hoeveel wiens waarin waarop waarmee waarvan ik jij je u hij zij ze wij we jullie mij me jou hem haar hen hun "
         "ons "
         "onze mijn jouw uw zijn zich zelf deze dit die er hier daar in op aan van voor met naar bij uit om over onder "
         "tussen door tegen tot zonder na sinds tijdens volgens binnen buiten ben bent is was waren geweest wordt "
         "worden "
         "werd werden heb hebt heeft hebben had hadden kan kunnen kon konden zal zullen zou zouden moet moeten moest "
         "mag "
         "mogen wil willen doet doen niet niets geen nooit ook nog al alle alles altijd veel meer meest minder andere "
         "ander "
         "iets iemand elke elk zo zeer te toch reeds wel nu"},
    List{
        "no",
        "og i jeg det at en et den til er som på de med han av for ikke der så var meg seg men har om vi min mitt mine "
        "hadde ham henne hun nå over da ved fra du ut sin sitt sine dem oss opp man kan hans hennes hvor eller hva "
        "skal "
        "selv her alle vil bli ble blir blitt kunne inn når være kom noen noe ville dere deres etter ned skulle denne "
        "dette disse enn også under ha din ditt dine hvem hvorfor hvordan hvilken hvilket hvilke hvis må mot uten "
        "mellom "
        "før mange mye andre bare ikkje eg ein ei eit dei kva kvar kvifor korleis kven frå vere vart verte"},
    List{
        "pl",
        "i w we z ze na do o od po za u dla przez przy pod nad przed bez między ku a ale lub albo ani oraz że żeby aby "
        "bo "
        "ponieważ gdy kiedy jeśli jeżeli jak jaki jaka jakie jacy co czego czemu czym kto kogo komu kim gdzie skąd "
        "dokąd "
        "dlaczego ile który która które którzy którego której których czy ja ty on ona ono my wy oni one mnie mi mu go "
        "ją "
        "jej jego ich im nas was nam wam mój moja moje swój swoje ten ta to ci te tego tej tych tym tamten jest są był "
        "była było były być będzie będą jestem jesteś ma mają może mogą nie tak też także już jeszcze tylko bardzo "
        "więcej "
        "się"},
    List{
        "pt",
        "o a os as um uma uns umas de do da dos das em no na nos nas num numa ao aos à às por pelo pela pelos pelas "
        "com "
        "para sem sob sobre entre até desde durante contra após ante e ou nem mas porém se que porque pois como quando "
        "onde enquanto embora quem qual quais quanto quanta quantos quantas cujo cuja cujos cujas quê eu tu ele ela "
        "nós "
        "vós eles elas você vocês me te lhe lhes nos vos meu minha meus minhas teu tua seu sua seus suas nosso nossa "
        "nossos nossas este esta estes estas esse essa esses essas aquele aquela aqueles aquelas isto isso aquilo sou "
        "és é "
        "somos são era eram fui foi foram ser sido será serão seria seja estou está estamos estão estava estavam estar "
        "tenho tem temos têm tinha tinham ter teve há havia haver pode podem poder deve devem não sim já mais menos "
        "muito "
        "muita muitos muitas pouco também só tão todo toda todos todas outro outra outros outras mesmo mesma cada "
        "algum "
        "alguma alguns algumas nenhum ainda depois antes assim aqui ali d"},
    List{"ro",
         "și si sau ori dar însă iar nici că ca să dacă deși fiindcă când unde cum cât câtă câți câte ce cine care cui "
         "căruia cărei căror de la în din pe cu pentru prin fără sub peste între spre după până despre asupra contra "
         "un o "
         "unei unui unor al a ai ale lui ei lor eu tu el ea noi voi dumneavoastră mă te se îmi îți își ne vă le îl îi "
         "meu "
         "mea mei mele tău ta său sa săi sale nostru noastră acest această acești aceste acel acea acei acele acesta "
         "aceasta este e sunt sînt ești suntem era erau fi fost fie va vor ar aș am are au avea avut poate pot trebuie "
         "nu "
         "da mai foarte tot toată toți toate alt altă alți alte fiecare doar numai deja încă prea atât s n l i m d"},
    List{
        "ru",
        "и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по только ее её мне было вот от "
        "меня "
        "еще ещё нет о об из ему теперь когда даже ну ли если уже или ни быть был была были него до вас нибудь вам "
        "ведь там "
        "потом себя ничего ей может они тут где есть надо ней для мы тебя их чем сам сама само сами чтоб чтобы без "
        "чего "
        "раз тоже себе под будет будут кто этот эта это эти того потому этого какой какая какое какие каков совсем ним "
        "здесь этом один почти мой моя моё мои тем нее неё сейчас куда зачем почему откуда сколько всех можно при над "
        "через эту нас про наш наша наше всего них какого много разве между после перед который которая которое "
        "которые "
        "которого которой которых такой такая такие всегда также является являются свой своя свои это чей чья чьи кого "
        "кому кем"},
    List{"sk",
         "a aj i o u v vo s so k ku z zo na po za do od pri pre pod nad pred cez bez medzi že aby keď pretože lebo ale "
         "alebo ani ak ako aký aká aké akí čo čoho čomu kto koho komu kde kedy kam odkiaľ prečo koľko ktorý ktorá "
         "ktoré ktorí ktorého ktorej ktorých čí ja ty on ona ono my vy oni ma mi ťa ti ho mu ju jej jeho ich nás vás "
         "im môj moja moje svoj svoje ten tá to tí tie toho tomu tým tento táto toto títo je sú som si sme ste bol "
         "bola bolo boli byť bude budú by má majú môže môžu musí nie už len iba tiež ešte veľmi sa viac všetky iný"},
    List{"sl",
         "in ali pa a toda ampak ker če da ko kot kakor v na z s k h za od do po pri pod nad pred brez iz skozi med o "
         "ob čez ne ni niso je so sem si smo ste bil bila bilo bili biti bo bodo bi kdo koga komu kaj česa kje kam kod "
         "kdaj zakaj kako koliko kateri katera katero katere katerega čigav kakšen kakšna jaz ti on ona ono mi vi oni "
         "me te ga jo nas vas jih mu ji jim moj tvoj njegov njen naš vaš njihov svoj ta to tega tem tisti tista se že "
         "še samo tudi zelo bolj vse vsi vsak drug lahko mora"},
    List{
        "sr",
        "и у на с са к за од до по при под над пред без из кроз међу између о да али или ни нити него јер ако кад када "
        "како који која које којег којем коју којих којима што шта ко кога коме чему чега где куда одакле зашто колико "
        "чији какав какво ја ти он она оно ми ви они оне ме те га је му јој нас вас их им мој моја твој његов њен наш "
        "ваш њихов свој овај ова ово ови ове тај та то тог том онај сам си смо сте су није нису био била било били "
        "бити буде ће би не се већ још само врло више све сви може могу треба други i u na s sa k za od do po pri pod "
        "nad pred bez iz kroz među između o da ali ili ni niti nego jer ako kad kada kako koji koja koje kojeg kojem "
        "koju kojih šta što ko koga kome gde kuda odakle zašto koliko čiji kakav kakvo ja ti on ona ono mi vi oni je "
        "su nije nisu bio bila bilo bili biti bude će bi ne se već još samo vrlo više sve svi može mogu treba"},
    List{"sv",
         "och det att i en ett den jag hon han som på för med var sig så till är men om hade de av icke inte mig du "
         "henne då "
         "sin sina sitt nu har över mitt min mina ni ej upp kunde ditt din dina honom skulle hennes hans där än mycket "
         "nån "
         "något någon några kan vara eller hur när varför vem vems vad vilken vilket vilka sedan vid mot också från ut "
         "vart in samma någonstans allt alla andra denna detta dessa dem deras er ert era oss vår vårt våra utan under "
         "mellan efter före blev blir bli varit man ha ska skall vill måste bör får också bara som hos"},
    List{"ta",
         "ஒரு என்று மற்றும் இந்த அந்த எந்த இது அது எது இவை அவை என்ன யார் எங்கே எப்போது எப்படி ஏன் எத்தனை எவ்வளவு நான் நீ நாம் "
         "நாங்கள் நீங்கள் அவர் அவர்கள் அவன் அவள் என் உன் எங்கள் உங்கள் அவரது ஆனால் அல்லது உள்ள உள்ளது இருந்து இல்லை ஆகும் "
         "கொண்டு வேண்டும் பற்றி போன்ற மீது மேலும் பல சில எல்லா தான் கூட"},
    List{"th",
         "ที่ และ หรือ แต่ ใน ของ เป็น คือ อยู่ มี ได้ ให้ ไป มา จาก กับ แก่ โดย เพื่อ สำหรับ ถ้า เพราะ ว่า ซึ่ง อัน นี้ นั้น "
         "โน้น ไหน อะไร ใคร เมื่อ เมื่อไร เมื่อไหร่ อย่างไร ทำไม กี่ เท่าไร เท่าไหร่ ฉัน ผม เรา คุณ เขา เธอ มัน พวก ไม่ ไม่ใช่ จะ "
         "ต้อง ควร อาจ กำลัง แล้ว ยัง ก็ ด้วย ทั้ง ทุก บาง อื่น มาก กว่า ที่สุด ครับ ค่ะ การ ความ ถึง ตาม ระหว่าง"},
    List{"tr",
         "ve veya ya da de ile ama fakat ancak çünkü eğer ki ise için gibi kadar göre sonra önce beri rağmen bir bu şu "
         "o "
         "bunlar şunlar onlar ben sen biz siz beni seni onu bizi sizi onları bana sana ona bize size benim senin onun "
         "bizim "
         "sizin onların bunun bunu buna bunda bundan ne neyi neden nedir niçin niye nasıl nerede nereye nereden hangi "
         "hangisi "
         "kim kimin kimi kime kaç mi mı mu mü değil var yok olan olarak oldu olduğu olur olmak olabilir idi dir ise "
         "daha en "
         "çok az her hiç bazı tüm bütün diğer başka aynı kendi şey hem yine sadece artık henüz üzere arasında "
         "tarafından "
         "hangileri"},
    List{"uk",
         "і й та в у на з із зі до від за по при під над без через між про для о об що щоб як який яка яке які якого "
         "якої "
         "яких коли де куди звідки чому навіщо скільки хто кого кому ким чий я ти він вона воно ми ви вони мене тебе "
         "його її "
         "нас вас їх мені тобі йому їй нам вам їм мій моя моє мої свій своя своє свої цей ця це ці той те ті того "
         "цього але "
         "або чи ні не так же бо якщо тому також є був була було були бути буде будуть може можна треба вже ще тільки "
         "дуже "
         "всі все весь інший"},
    List{"ur",
         "اور یا لیکن مگر اگر تو کہ جو جب جہاں کیونکہ کا کے کی کو میں سے پر نے تک لئے لیے ساتھ بعد پہلے بغیر درمیان ہے "
         "ہیں تھا تھے تھی تھیں ہو ہوا ہوئی ہوئے ہونا ہوتا ہوتی ہوتے گیا گئی گئے کر کرنا کرتا کرتے کرتی کیا رہا رہی رہے "
         "سکتا سکتے سکتی یہ وہ اس ان اسے انہیں انھیں ہم تم آپ میرا ہمارا کون کس کب کہاں کیوں کیسے کتنا کتنے کتنی کونسا "
         "کونسی نہیں نہ مت ہی بھی صرف ایک کچھ سب بہت زیادہ دوسرے اپنے اپنی اپنا والے والا والی"},
    List{"vi",
         "và hoặc hay nhưng mà thì là của cho với từ đến tại trong ngoài trên dưới về bởi do vì nên nếu khi như cũng "
         "đã đang "
         "sẽ được bị có không chưa phải chỉ rất lại ra vào lên xuống này kia đó ấy đây các những một mọi mỗi cái tôi "
         "bạn "
         "anh chị em họ nó chúng ta mình ai gì nào đâu sao bao nhiêu mấy thế để theo cùng giữa sau trước rằng ở"},
    List{"zh",
         "的 了 是 在 和 与 與 或 及 等 也 都 就 而 但 对 對 为 為 以 于 於 从 從 到 被 把 将 將 由 向 给 給 让 讓 我 "
         "你 他 她 "
         "它 们 們 这 這 那 哪 谁 誰 什 么 麼 吗 嗎 呢 吧 啊 之 其 所 不 没 沒 有 很 个 個 着 著 过 過 会 會 能 要 可 "
         "得 地 又 "
         "还 還 更 最 因 如 何 几 幾 多 我们 我們 你们 你們 他们 他們 她们 这个 這個 那个 那個 这些 這些 那些 哪些 "
         "哪个 哪個 "
         "什么 什麼 怎么 怎麼 怎样 怎樣 如何 为什 為什 何时 何時 哪里 哪裡 哪儿 多少 因为 因為 所以 但是 如果 可以 "
         "没有 沒有 "
         "不是 就是 还是 還是 或者 以及 对于 對於 关于 關於 是否 一个 一個"},
};
static_assert(std::is_sorted(lists.begin(), lists.end(),
                             [](const List& a, const List& b) { return a.language < b.language; }));

static_assert(lists.size() <= 64, "StopLanguages has a bit for each");

/// Where the list of a language stands; lists.size() where there is none.
std::size_t list_of(std::string_view language) {
  language = language.substr(0, language.find('-'));
  if (language == "nb" || language == "nn") language = "no";
  const auto* list = std::find_if(lists.begin(), lists.end(), [&](const List& l) { return l.language == language; });
  return static_cast<std::size_t>(list - lists.begin());
}

template <typename Take>
void for_each_word(const List& list, const Take& take) {
  std::string_view rest = list.words;
  while (!rest.empty()) {
    const std::string_view word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(word.size() + 1, rest.size()));
    take(word);
  }
}

/// As the analyser leaves it in this language.
std::string folded(std::string_view language, std::string_view word) {
  const std::string small = fold_case(word);
  return folds_diacritics(language) ? fold_diacritics(small) : small;
}

/// Latin letters and their marks: of no others folding makes ASCII.
bool is_latin(std::string_view word) {
  for (std::size_t at = 0; at < word.size();) {
    const CodePoint letter = code_point_at(word, at);
    if (letter.value >= 0x370 && (letter.value < 0x1E00 || letter.value > 0x1EFF)) return false;
    at += letter.size;
  }
  return true;
}

struct WordHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view word) const { return std::hash<std::string_view>{}(word); }
};

/// The list of one language as sets, made on the first question. To fold thousands of words of all languages of an index
/// would take longer than a query; most questions are about ASCII words, and most lists have none or little to fold for
/// those.
class StopSet {
 public:
  bool contains(const List& list, std::string_view surface) {
    if (is_ascii(surface)) {
      std::call_once(latin_made_, [&] { make(list, true, latin_); });
      return latin_.contains(surface);
    }
    std::call_once(others_made_, [&] { make(list, false, others_); });
    return others_.contains(surface);
  }

 private:
  using Set = std::unordered_set<std::string, WordHash, std::equal_to<>>;

  /// Of ASCII words nothing is left to fold: they are in small letters.
  static void make(const List& list, bool latin, Set& set) {
    for_each_word(list, [&](std::string_view word) {
      if (is_ascii(word)) {
        if (latin) set.emplace(word);
      } else if (!latin || is_latin(word)) {
        set.insert(folded(list.language, word));
      }
    });
  }

  std::once_flag latin_made_;
  std::once_flag others_made_;
  Set latin_;   ///< For questions about ASCII words.
  Set others_;  ///< For all others.
};

/// The lists of all languages as one table.
class StopTable {
 public:
  StopTable() {
    for (std::size_t i = 0; i < lists.size(); ++i) {
      const StopLanguages bit = StopLanguages{1} << i;
      if (!folds_diacritics(lists[i].language)) unfolded_ |= bit;
      for_each_word(lists[i], [&](std::string_view word) {
        const std::string key = folded(lists[i].language, word);
        longest_ = std::max(longest_, key.size());
        languages_[key] |= bit;
      });
    }
  }

  StopLanguages find(std::string_view word) const {
    if (is_ascii(word)) return look_up(word);
    return (look_up(fold_diacritics(word)) & ~unfolded_) | (look_up(word) & unfolded_);
  }

 private:
  StopLanguages look_up(std::string_view key) const {
    if (key.size() > longest_) return 0;
    const auto found = languages_.find(key);
    return found == languages_.end() ? 0 : found->second;
  }

  std::unordered_map<std::string, StopLanguages, WordHash, std::equal_to<>> languages_;
  StopLanguages unfolded_ = 0;  ///< Whose words keep their diacritics.
  std::size_t longest_ = 0;
};

}  // namespace

bool is_stop_word(std::string_view language, std::string_view surface) {
  static std::array<StopSet, lists.size()> sets;
  const std::size_t list = list_of(language);
  return list < lists.size() && sets[list].contains(lists[list], surface);
}

StopLanguages stop_language(std::string_view language) {
  const std::size_t list = list_of(language);
  return list < lists.size() ? StopLanguages{1} << list : 0;
}

StopLanguages stop_languages_of(std::string_view word) {
  static const StopTable table;
  return table.find(word);
}

std::vector<std::string_view> languages_with_stop_words() {
  std::vector<std::string_view> out;
  out.reserve(lists.size());
  for (const List& list : lists) out.push_back(list.language);
  return out;
}

}  // namespace pilcrow::text
