//! Scripts: which letters a text has, and which languages its script leaves.

use crate::article::Lang;

/// A script, or several scripts of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    Latin,
    Cyrillic,
    Arabic,
    Devanagari,
    /// Ideographs without kana.
    Han,
    /// Kana, with or without ideographs.
    Kana,
    Hangul,
    Greek,
    Hebrew,
    Thai,
    Lao,
    Khmer,
    Myanmar,
    Georgian,
    Armenian,
    Ethiopic,
    Bengali,
    Gurmukhi,
    Gujarati,
    Oriya,
    Tamil,
    Telugu,
    Kannada,
    Malayalam,
    Sinhala,
    Tibetan,
    Thaana,
}

impl Script {
    pub(super) const ALL: [Self; N_SCRIPTS] = [
        Self::Latin,
        Self::Cyrillic,
        Self::Arabic,
        Self::Devanagari,
        Self::Han,
        Self::Kana,
        Self::Hangul,
        Self::Greek,
        Self::Hebrew,
        Self::Thai,
        Self::Lao,
        Self::Khmer,
        Self::Myanmar,
        Self::Georgian,
        Self::Armenian,
        Self::Ethiopic,
        Self::Bengali,
        Self::Gurmukhi,
        Self::Gujarati,
        Self::Oriya,
        Self::Tamil,
        Self::Telugu,
        Self::Kannada,
        Self::Malayalam,
        Self::Sinhala,
        Self::Tibetan,
        Self::Thaana,
    ];

    /// Returns the script of a letter beyond ASCII, or `None` for other characters and other scripts.
    fn of(c: char) -> Option<Self> {
        Some(match c {
            '\u{aa}'
            | '\u{ba}'
            | '\u{c0}'..='\u{24f}'
            | '\u{1e00}'..='\u{1eff}'
            | '\u{fb00}'..='\u{fb06}' => Self::Latin,
            '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Self::Greek,
            '\u{400}'..='\u{52f}' => Self::Cyrillic,
            '\u{531}'..='\u{587}' => Self::Armenian,
            '\u{5d0}'..='\u{5f2}' => Self::Hebrew,
            '\u{620}'..='\u{64a}'
            | '\u{66e}'..='\u{6d5}'
            | '\u{6ee}'..='\u{6ff}'
            | '\u{750}'..='\u{77f}'
            | '\u{fb50}'..='\u{fdfb}'
            | '\u{fe70}'..='\u{fefc}' => Self::Arabic,
            '\u{780}'..='\u{7b1}' => Self::Thaana,
            '\u{900}'..='\u{963}' | '\u{971}'..='\u{97f}' => Self::Devanagari,
            '\u{980}'..='\u{9e5}' | '\u{9f0}'..='\u{9f1}' => Self::Bengali,
            '\u{a00}'..='\u{a65}' | '\u{a70}'..='\u{a75}' => Self::Gurmukhi,
            '\u{a80}'..='\u{ae5}' => Self::Gujarati,
            '\u{b00}'..='\u{b65}' => Self::Oriya,
            '\u{b80}'..='\u{be5}' => Self::Tamil,
            '\u{c00}'..='\u{c65}' => Self::Telugu,
            '\u{c80}'..='\u{ce5}' => Self::Kannada,
            '\u{d00}'..='\u{d65}' => Self::Malayalam,
            '\u{d80}'..='\u{df3}' => Self::Sinhala,
            '\u{e01}'..='\u{e4e}' => Self::Thai,
            '\u{e81}'..='\u{ece}' | '\u{edc}'..='\u{edf}' => Self::Lao,
            '\u{f40}'..='\u{fbc}' => Self::Tibetan,
            '\u{1000}'..='\u{103f}' | '\u{1050}'..='\u{108f}' => Self::Myanmar,
            '\u{10a0}'..='\u{10ff}' | '\u{1c90}'..='\u{1cbf}' => Self::Georgian,
            '\u{1100}'..='\u{11ff}' | '\u{3131}'..='\u{318e}' | '\u{ac00}'..='\u{d7a3}' => {
                Self::Hangul
            }
            '\u{1200}'..='\u{135a}' => Self::Ethiopic,
            '\u{1780}'..='\u{17d3}' => Self::Khmer,
            '\u{3041}'..='\u{3096}'
            | '\u{30a1}'..='\u{30fa}'
            | '\u{31f0}'..='\u{31ff}'
            | '\u{ff66}'..='\u{ff9d}' => Self::Kana,
            '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}' => Self::Han,
            _ => return None,
        })
    }

    /// Returns how many Latin letters a letter of the script counts for.
    fn letters(self) -> usize {
        if matches!(self, Self::Han | Self::Kana | Self::Hangul) { 3 } else { 1 }
    }

    /// Returns the only language that is commonly written in the script.
    pub(super) fn own_language(self) -> Option<&'static str> {
        Some(match self {
            Self::Latin
            | Self::Cyrillic
            | Self::Arabic
            | Self::Devanagari
            | Self::Han
            | Self::Hebrew => return None,
            Self::Kana => "ja",
            Self::Hangul => "ko",
            Self::Greek => "el",
            Self::Thai => "th",
            Self::Lao => "lo",
            Self::Khmer => "km",
            Self::Myanmar => "my",
            Self::Georgian => "ka",
            Self::Armenian => "hy",
            Self::Ethiopic => "am",
            Self::Bengali => "bn",
            Self::Gurmukhi => "pa",
            Self::Gujarati => "gu",
            Self::Oriya => "or",
            Self::Tamil => "ta",
            Self::Telugu => "te",
            Self::Kannada => "kn",
            Self::Malayalam => "ml",
            Self::Sinhala => "si",
            Self::Tibetan => "bo",
            Self::Thaana => "dv",
        })
    }

    /// Returns the commonest language of the script.
    pub(super) fn usual_language(self) -> Lang {
        match self {
            Self::Cyrillic => Lang::from_code("ru"),
            Self::Arabic => Lang::from_code("ar"),
            Self::Devanagari => Lang::from_code("hi"),
            Self::Hebrew => Lang::from_code("he"),
            Self::Han => Lang::SIMPLIFIED_CHINESE,
            other => other.own_language().map_or(Lang::ENGLISH, Lang::from_code),
        }
    }

    /// Returns the script in which a language is written. Japanese counts as ideographs, because a short text may have
    /// no kana.
    pub(super) fn of_language(lang: Lang) -> Self {
        match (lang.code(), lang.script()) {
            (_, Some("Latn")) => Self::Latin,
            (_, Some("Cyrl")) => Self::Cyrillic,
            (_, Some("Arab")) => Self::Arabic,
            (_, Some("Deva")) => Self::Devanagari,
            ("zh" | "ja" | "yue", _) => Self::Han,
            (
                "ru" | "uk" | "be" | "bg" | "mk" | "sr" | "kk" | "ky" | "mn" | "tg" | "tt" | "ba",
                _,
            ) => Self::Cyrillic,
            ("ar" | "fa" | "ur" | "ps" | "ckb" | "sd" | "ug", _) => Self::Arabic,
            ("hi" | "mr" | "ne" | "sa", _) => Self::Devanagari,
            ("he" | "yi", _) => Self::Hebrew,
            (code, _) => Self::ALL
                .into_iter()
                .find(|script| script.own_language() == Some(code))
                .unwrap_or(Self::Latin),
        }
    }

    /// Returns a language as it is written in this script.
    pub(super) fn written(self, lang: Lang) -> Lang {
        match (lang.code(), self) {
            ("sr", Self::Cyrillic) => lang.with_script("Cyrl"),
            ("sr", Self::Latin) => lang.with_script("Latn"),
            _ => lang,
        }
    }

    /// Returns the trigram profiles of the script, only those of `allowed` languages unless that is empty.
    pub(super) fn profiles(self, allowed: &[Lang]) -> Vec<whatlang::Lang> {
        use whatlang::Lang::{
            Afr, Ara, Aze, Bel, Bul, Cat, Ces, Cym, Dan, Deu, Eng, Epo, Est, Fin, Fra, Heb, Hin,
            Hrv, Hun, Ind, Ita, Lav, Lit, Mar, Mkd, Nep, Nld, Nob, Pes, Pol, Por, Ron, Rus, Slk,
            Slv, Spa, Srp, Swe, Tgl, Tur, Ukr, Urd, Uzb, Vie, Yid,
        };
        // Left out are languages that hardly any archive is written in and that short texts are taken for: Akan,
        // Javanese, Latin, Shona, Turkmen and Zulu.
        let all: &[whatlang::Lang] = match self {
            Self::Latin => &[
                Afr, Aze, Cat, Ces, Cym, Dan, Deu, Eng, Epo, Est, Fin, Fra, Hrv, Hun, Ind, Ita,
                Lav, Lit, Nld, Nob, Pol, Por, Ron, Slk, Slv, Spa, Swe, Tgl, Tur, Uzb, Vie,
            ],
            Self::Cyrillic => &[Rus, Ukr, Bel, Bul, Mkd, Srp],
            Self::Arabic => &[Ara, Pes, Urd],
            Self::Devanagari => &[Hin, Mar, Nep],
            Self::Hebrew => &[Heb, Yid],
            _ => &[],
        };
        let is_allowed = |profile: &whatlang::Lang| {
            let is_of = |lang: &Lang| {
                // No profile is made of Bosnian, Serbian in Latin letters or Malay.
                let code = match (lang.code(), lang.script()) {
                    ("sr", Some("Latn")) | ("bs", _) => "hr",
                    ("ms", _) => "id",
                    ("nn", _) => "no",
                    (code, _) => code,
                };
                Lang::parse(profile.code()).is_some_and(|known| known.code() == code)
            };
            allowed.is_empty() || allowed.iter().any(is_of)
        };
        all.iter().copied().filter(is_allowed).collect()
    }
}

const N_SCRIPTS: usize = 27;

/// Number of letters of each script in a text.
#[derive(Clone, Debug)]
pub(super) struct ScriptCounts<'t> {
    text: &'t str,
    letters: [usize; N_SCRIPTS],
}

/// A script other than Latin decides with this share of all letters: product names and code are Latin everywhere.
const MIN_SCRIPT_SHARE: f64 = 0.25;
/// Minimum share of kana among kana and ideographs in Japanese.
const MIN_KANA_SHARE: f64 = 0.1;

impl<'t> ScriptCounts<'t> {
    /// Counts the letters of a text. O(bytes).
    pub(super) fn of(text: &'t str) -> Self {
        let mut letters = [0; N_SCRIPTS];
        for c in text.chars() {
            let script = if c.is_ascii() {
                c.is_ascii_alphabetic().then_some(Script::Latin)
            } else {
                Script::of(c)
            };
            if let Some(script) = script {
                letters[script as usize] += script.letters();
            }
        }
        Self { text, letters }
    }

    /// Returns the number of letters; an ideograph, kana or syllable counts three times.
    pub(super) fn n_letters(&self) -> usize {
        self.letters.iter().sum()
    }

    fn count(&self, script: Script) -> usize {
        self.letters[script as usize]
    }

    /// Returns the script that decides the language, or `None` for a text without letters.
    pub(super) fn main(&self) -> Option<Script> {
        let total = self.n_letters();
        if total == 0 {
            return None;
        }
        let is_enough = |n: usize| n > 0 && n as f64 >= MIN_SCRIPT_SHARE * total as f64;
        let (han, kana) = (self.count(Script::Han), self.count(Script::Kana));
        let is_japanese = kana as f64 >= MIN_KANA_SHARE * (han + kana) as f64;
        let others = Script::ALL
            .into_iter()
            .skip(1)
            .filter(|&script| !matches!(script, Script::Han | Script::Kana));
        let largest = others.map(|script| (self.count(script), script)).max_by_key(|&(n, _)| n);
        let east_asian = (han + kana, if is_japanese { Script::Kana } else { Script::Han });
        let largest = largest.filter(|largest| largest.0 >= east_asian.0).unwrap_or(east_asian);
        let is_foreign = is_enough(largest.0) || self.count(Script::Latin) == 0;
        Some(if is_foreign && largest.0 > 0 { largest.1 } else { Script::Latin })
    }

    /// Returns the number of characters that are in a string.
    fn any_of(&self, chars: &str) -> usize {
        self.text
            .chars()
            .filter(|c| !c.is_ascii() && chars.contains(c.to_lowercase().next().unwrap_or(*c)))
            .count()
    }

    /// Returns the language that letters of their own decide, for scripts of several languages.
    pub(super) fn by_letters(&self, script: Script) -> Option<Lang> {
        let code = match script {
            Script::Arabic => self.arabic()?,
            Script::Cyrillic => self.cyrillic()?,
            Script::Hebrew if self.any_of("װױײאַאָ") == 0 => "he",
            Script::Han => return Some(self.chinese()),
            _ => return None,
        };
        Some(script.written(Lang::from_code(code)))
    }

    fn arabic(&self) -> Option<&'static str> {
        let share =
            |chars: &str| self.any_of(chars) as f64 / self.count(Script::Arabic).max(1) as f64;
        let (urdu, kurdish, pashto) = (share("ٹڈڑےںہھ"), share("ێۆڕڵەڤ"), share("ښړټځڅډګې"));
        if kurdish > urdu && kurdish > 0.03 {
            return Some("ckb");
        }
        if pashto > urdu && pashto > 0.02 {
            return Some("ps");
        }
        if urdu > 0.03 {
            return Some("ur");
        }
        let (persian, arabic) = (share("پچژگکی"), share("ةىيكأإ"));
        match () {
            () if persian > 0.0 && arabic == 0.0 => Some("fa"),
            () if arabic > 0.0 && persian == 0.0 => Some("ar"),
            () => None,
        }
    }

    fn cyrillic(&self) -> Option<&'static str> {
        let n = |chars: &str| self.any_of(chars);
        let russian = n("ыэё");
        if n("ғқұһә") > 0 && n("іұһә") > 0 {
            return Some("kk");
        }
        if n("ҷӣӯҳ") > 0 {
            return Some("tg");
        }
        if n("өү") > 0 {
            return Some(if n("җһә") > 0 {
                "tt"
            } else if n("ң") > 0 {
                "ky"
            } else {
                "mn"
            });
        }
        if n("ў") > 0 {
            return Some("be");
        }
        if n("їєґ") > 0 || n("і") > 0 && russian == 0 {
            return Some("uk");
        }
        if self.has_bulgarian_sign() {
            return Some("bg");
        }
        if n("јљњџ") > 0 {
            let (serbian, macedonian) = (n("ђћ"), n("ѓќѕ"));
            return match serbian.cmp(&macedonian) {
                std::cmp::Ordering::Greater => Some("sr"),
                std::cmp::Ordering::Less => Some("mk"),
                std::cmp::Ordering::Equal => None,
            };
        }
        (russian > 0 && n("і") == 0).then_some("ru")
    }

    /// Returns whether `ъ` stands before a consonant, where it is a vowel.
    fn has_bulgarian_sign(&self) -> bool {
        let next = |(at, sign): (usize, &str)| self.text[at + sign.len()..].chars().next();
        let is_consonant = |c: char| c.is_alphabetic() && !"аеёиоуыэюяАЕЁИОУЫЭЮЯ".contains(c);
        self.text.match_indices(['ъ', 'Ъ']).filter_map(next).any(is_consonant)
    }

    fn chinese(&self) -> Lang {
        let han = self.count(Script::Han) / 3;
        if 30 * self.any_of("嘅咗喺唔哋冇佢嚟啲嗰") >= han.max(30) {
            return Lang::from_code("yue");
        }
        if self.any_of(JAPANESE) > self.any_of(TRADITIONAL).max(self.any_of(SIMPLIFIED)) {
            return Lang::from_code("ja");
        }
        if self.is_traditional() { Lang::TRADITIONAL_CHINESE } else { Lang::SIMPLIFIED_CHINESE }
    }

    /// Returns whether more characters are written in traditional than in simplified form.
    pub(super) fn is_traditional(&self) -> bool {
        self.any_of(TRADITIONAL) > self.any_of(SIMPLIFIED)
    }
}

/// Common characters that only simplified Chinese has.
const SIMPLIFIED: &str = "这们个为来时说对发过经产应开关间现还进从头动见长门问题东车电话书语义业专两严举乐习乡买乱争亏亚亲仅仓仪众伟传伤\
    伦伪侠侣侦侧侨债倾偿储兑兰兴养兽冈册写军农冯冻凤击凿创删别剂剑剧劝办务劢励劲劳势勋华协单卖卢卫厅历厉压厌厕县参\
    双变叙叠号叹吓吗启员呜咏响哑唤喷嘱团园围国图圆场块坚坛坝坟垄垒垦垫堕墙壮声处备够夹夺奋奖妆妇妈娱孙学宝实审宪宫\
    宽宾寻导寿将尔尘尝层届属岁岂岗岛峡币师帅帐带帮库庙废广庆张弥弯弹强归录当彻径忆忧态总恋恶恼悬惧惩惯愤懒戏战执扩\
    扫扬抚抛抢护报担拟拥择挡挤挥损换掳摄摆摇撑擞敌数断无旧显晓晕暂术杀杂权条杨枪标栈栋栏树样桥档梦检楼槛欢欧残毁毕\
    毙毡汇汉汤沟没泪泽浅测济浏浑浓润涨渊渐渔湾湿溃满滚滞滤滥灭灯灵灾炉点炼烁烂烛烦热焕爱爷牵牺犹狭狮独狱猎猫献环玛\
    码础礼积称稳穷窃竞笔笼签简篮类粮紧红约级纪纤纯纲纳纵纷纸纹线练组细织终绍结绕绘给络绝统继绩续维综绿缓编缘缩罗罚\
    罢职联聪肃肠肤肿胀胁胶脉脏脑脱脸舰艰艳艺节芦苏荣药莱莲获蓝虑虽蚀蚁补衬袜装观规视览觉订认讨让训议讯记讲许论设访\
    证评识诉诊译试诗诚该详误请读课谁调谈谢谱贝负贡财责败货质购贯贴贵贷贸费贺贼资赋赏赖赛赞赵趋践踪轨转轮软轻载较输\
    辆辑边达迁运远违连迟选递逻遗邓邮邻郑释鉴针钟钢钱铁银铜错锁锋键锻镇镜闪闭闲闹闻阅队阳阴阵阶际陆陈陕险随隐难雾静\
    韩页顶项顺须顾顿预领频颗额风飞饭饮饰饱馆马驱验骗骤鱼鲁鲜鸟鸡鸣黄齐齿龙龟";
/// Common characters that only traditional Chinese has.
const TRADITIONAL: &str = "這們個為來時說對發過麼經產應開關間現還進從頭動見長門問題東車電話書語義業專兩嚴舉樂習鄉買亂爭虧亞親僅倉儀價眾優\
    偉傳傷倫偽體餘傭俠侶偵側僑債傾償儲兒兌黨蘭興養獸岡冊寫軍農馮沖決況凍淨減鳳憑擊鑿創刪別劑劍劇勸辦務勵勁勞勢勳華\
    協單賣盧衛卻廠廳歷厲壓厭廁縣參雙變敘疊號嘆嚇嗎聽啟員嗚詠響啞喚噴囑團園圍國圖圓聖場壞塊堅壇壩墳壟壘墾墊墮牆壯聲\
    處備復夠夾奪奮獎妝婦媽娛孫學寧寶實審憲宮寬賓尋導壽將爾塵嘗層屆屬歲豈崗島嶺峽幣師帥帳帶幫庫廟廢廣慶張彌彎彈強歸\
    錄當徹徑憶憂懷態憐總戀惡惱懸驚懼懲慣憤願懶戲戰執擴掃揚擾撫拋搶護報擔擬擁擇掛擋擠揮損換據擄攝擺搖撐敵數斷無舊顯\
    曉暈暫術機殺雜權條楊極構槍櫃標棧棟欄樹樣橋檔夢檢樓檻歡歐殘毀畢斃氣匯漢湯溝沒淚澤潔淺測濟瀏渾濃塗潤漲淵漸漁灣濕\
    潰滿滾滯濾濫滅燈靈災爐點煉爍爛燭煩熱煥愛爺牽犧猶狹獅獨獄獵貓獻環瑪碼確礎禮種積稱穩窮竊競筆籠築簽簡籃類糧緊紅約\
    級紀纖純綱納縱紛紙紋線練組細織終紹結繞繪給絡絕統繼績續維綜綠緩編緣縮網羅罰罷職聯聰肅腸膚腫脹脅勝膠脈臟腦脫臉臘\
    艦艱豔藝節蘆蘇蘋範薦榮藥萊蓮獲藍慮雖蝕蟻補襯襪裝觀規視覽覺觸訂認討讓訓議訊記講許論設訪證評識訴診譯試詩誠該詳誤\
    請讀課誰調談謝譜貝負貢財責敗貨質購貫貼貴貸貿費賀賊資賦賞賴賽贊趙趨踐蹤軌轉輪軟輕載較輸輛輯邊達遷運遠違連遲適選\
    遞邏遺鄧郵鄰鄭釋鑑針鐘鋼錢鐵銀銅錯鎖鋒鍵鍛鎮鏡閃閉閒鬧聞閱隊陽陰陣階際陸陳陝險隨隱難霧靜韓頁頂項順須顧頓預領頻\
    顆額風飛飯飲飾飽館馬驅驗騙驟魚魯鮮鳥雞鳴黃齊齒龍龜";
/// Common characters that only Japanese has.
const JAPANESE: &str = "発対気図検駅売応関続総読変実単黒円経済薬楽焼戦転辺険験権広沢鉄働込峠畑栃塩桜歯歳渋渓亜仏仮価児処剣剤勧勲収団囲\
    圧営厳壱壊壌姫嬢寛専巣帯廃弐従徳徴恵悩悪懐戯戻払択拝拠拡掲揺摂撃斎暁暦殻毎氷渇渉満滝瀬焔犠猟獣産畳疎痩県砕稲穏\
    穂竜粋粛絵縁縄繊纉脳臓舎艶荘蛍覚観訳譲賛軽逓遅郷醸釈銭錬録鋳閲隠隣雑霊頼顔顕駆騒髄鶏麺黙齢";

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{JAPANESE, SIMPLIFIED, Script, ScriptCounts, TRADITIONAL};

    #[test]
    fn the_script_with_a_quarter_of_the_letters_decides() {
        let check =
            |text: &str, expected| assert_eq!(ScriptCounts::of(text).main(), expected, "{text}");
        check("Ruby 3.0 preview вышел", Some(Script::Cyrillic));
        check(
            "An article about the word мир in the English language of today",
            Some(Script::Latin),
        );
        check("Linux の新しい kernel がリリースされた", Some(Script::Kana));
        check("Linux 内核发布 with a name", Some(Script::Han));
        check("12:30 …", None);
    }

    #[test]
    fn the_characters_of_one_form_are_in_no_other() {
        let common = SIMPLIFIED.chars().filter(|&c| TRADITIONAL.contains(c)).collect::<String>();
        assert_eq!(common, "");
        let japanese: String = JAPANESE
            .chars()
            .filter(|&c| SIMPLIFIED.contains(c) || TRADITIONAL.contains(c))
            .collect();
        assert_eq!(japanese, "");
    }

    proptest! {
        #[test]
        fn any_text_is_counted(text in any::<String>()) {
            let counts = ScriptCounts::of(&text);
            if let Some(script) = counts.main() {
                prop_assert!(counts.n_letters() > 0);
                let _ = counts.by_letters(script);
            }
        }
    }
}
