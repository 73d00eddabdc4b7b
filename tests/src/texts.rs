//! Random texts in many scripts, with code, emoji and white space that is hard
//! on a tokenizer; the same on every machine.

/// A seeded stream of texts.
pub struct Texts(u64);

/// Alphabets: ten scripts and what is no script.
const SCRIPTS: [&str; 16] = [
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "äöüßéèêàçñåøæłśżőěčğışţâîÀÉÖÜñươạảấầẩ",
    "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґАБВГ",
    "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώΑΒΓ",
    "אבגדהוזחטיכלמנסעפצקרשתםןךףץ",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىپچگیًٌَُِّ",
    "कखगघचछजझटठडढणतथदधनपफबभमयरलवशषसहािीुूेैोौं्",
    "กขคงจฉชซญดตถทธนบปผพฟมยรลวศสหอะาิีึืุูเแโไ็่้",
    "的一是不了人我在有他这中大来上国個們說時語漢字",
    "あいうえおかきくけこさしすせそアイウエオカキクケコーっッ",
    "가나다라마바사아자차카타파하한국어말글을를이가은는",
    "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
    "0123456789",
    "🎂🎉😍🙏🐶🌻❤️👍🏽👩‍💻🇩🇪🇯🇵☀✅⚠️🤷‍♀️",
    "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
    "→…•–—“”‘’«»§¶€£©™½²≤≠∞\u{200b}\u{ad}\u{feff}\u{fffd}\u{1d400}\u{10ffff}",
];
const SPACES: [&str; 16] = [
    " ",
    " ",
    " ",
    " ",
    " ",
    "  ",
    "   ",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    " \n",
    "\n ",
    "\u{a0}",
    "\u{3000}",
    " \t \r\n\r\n  ",
];
const CODE: [&str; 14] = [
    "fn main() {\n    let x = vec![1, 2];\n}\n",
    "if (a != b && c[0] === 'x') {\r\n\treturn;\r\n}",
    "SELECT * FROM t WHERE id=?;--",
    "{\"a\":[1,2.5e-7,null],\"b\":\"\\u00e9\"}",
    "https://example.com/a/b?c=d&e=%20#f",
    "def f(x):\n        return x**2\n\n\n",
    "<|start|>user<|message|>",
    "<|endoftext|>",
    "it's we're I'LL they've 'twas don'T",
    "camelCaseHTTPServer2Go",
    "x=\n/y\n//z",
    "0xDEADBEEF 3.14159265358979 1,000,000",
    "\\begin{a}\\frac{1}{2}\\end{a}",
    "a\u{301}\u{301}\u{301}e\u{308} ﬁ ǅ ʰ",
];

impl Texts {
    /// A stream of its own for each seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// The next number.
    pub const fn number(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below an end that is not zero.
    pub const fn below(&mut self, end: usize) -> usize {
        (self.number() % end as u64) as usize
    }

    /// One of several.
    pub const fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    fn word(&mut self, script: &str) -> String {
        let letters: Vec<char> = script.chars().collect();
        (0..=self.below(9)).map(|_| letters[self.below(letters.len())]).collect()
    }

    /// The next text: up to some sixty words, most of one script.
    pub fn text(&mut self) -> String {
        let main = self.one(&SCRIPTS);
        let mut text = String::new();
        for _ in 0..=self.below(60) {
            match self.below(12) {
                0 => text.push_str(self.one(&CODE)),
                1 => {
                    let other = self.one(&SCRIPTS);
                    text.push_str(&self.word(other));
                }
                2 => {
                    let space = self.one(&SPACES);
                    text.push_str(&space.repeat(1 + self.below(40)));
                }
                _ => text.push_str(&self.word(main)),
            }
            text.push_str(if self.below(4) > 0 { " " } else { self.one(&SPACES) });
        }
        text
    }
}
