use std::{
    collections::BTreeMap,
    env,
    ffi::OsString,
    fs::{self, File},
    io::Write,
    os::unix::process::{CommandExt, ExitStatusExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use groq_codegen::Language;
use serde_json::Value;

use crate::{
    case::{Case, MODEL},
    server::Server,
};

/// The Python with both SDKs.
const PYTHON: &str = "SDK_PYTHON";
/// The folder that has `groq-sdk`.
const NODE_MODULES: &str = "SDK_NODE_MODULES";

/// The languages that can be run here.
fn languages() -> impl Iterator<Item = Language> {
    Language::ALL.into_iter().filter(|language| match language {
        Language::PythonGroq | Language::PythonOpenai => env::var_os(PYTHON).is_some(),
        Language::JavaScript => env::var_os(NODE_MODULES).is_some(),
        Language::Rust | Language::Curl => true,
    })
}

/// Does the same for every language at once.
pub(crate) fn each_language(check: impl Fn(Language) + Sync) {
    let check = &check;
    thread::scope(|scope| {
        let threads: Vec<_> =
            languages().map(|language| (language, scope.spawn(move || check(language)))).collect();
        let broken: Vec<_> = threads
            .into_iter()
            .filter_map(|(language, thread)| thread.join().err().map(|_| language.name()))
            .collect();
        assert!(broken.is_empty(), "see above: {broken:?}");
    });
}

/// A program in its own folder.
pub(crate) struct Program {
    language: Language,
    folder: PathBuf,
    command: Vec<OsString>,
}

/// A program that runs.
pub(crate) struct Running {
    language: Language,
    folder: PathBuf,
    child: Child,
}

/// What came of a run.
#[derive(Debug)]
pub(crate) struct Run {
    /// The exit code; that of a shell where a signal ended it.
    pub(crate) code: i32,
    /// The answers that were printed.
    pub(crate) answers: Vec<String>,
    /// Standard error.
    pub(crate) errors: String,
    /// What is left of the day's limits.
    pub(crate) day: BTreeMap<String, i64>,
}

impl Run {
    /// The last line of standard error.
    pub(crate) fn summary(&self) -> &str {
        self.errors.lines().last().unwrap_or_default()
    }

    #[track_caller]
    pub(crate) fn assert_answered(&self, count: usize) {
        assert_eq!(self.summary(), format!("{count} of {count} answered"), "{self:?}");
        assert_eq!((self.code, self.answers.len()), (0, count), "{self:?}");
    }
}

/// Looks until something is there; a run that hangs for minutes is broken.
#[track_caller]
pub(crate) fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    for _ in 0..2400 {
        if let Some(found) = look() {
            return found;
        }
        thread::sleep(Duration::from_millis(100));
    }
    panic!("hangs: {what}");
}

fn fresh(name: &str) -> PathBuf {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let folder =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join("snippets").join(format!("{name}-{number}"));
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder).expect("it can be made");
    folder
}

impl Program {
    pub(crate) fn of(case: Case, language: Language) -> Self {
        let folder = fresh(&format!("{}-{}", case.name(), language.name()));
        let file = folder.join(format!("program.{}", language.extension()));
        let named = |name: &str| env::var_os(name).expect("only languages that are here");
        let interpreter = match language {
            Language::PythonGroq | Language::PythonOpenai => named(PYTHON),
            Language::JavaScript => {
                let modules = folder.join("node_modules");
                std::os::unix::fs::symlink(named(NODE_MODULES), modules).expect("a link");
                "node".into()
            }
            Language::Rust => {
                let built = match case {
                    Case::Short => built_in_short(),
                    _ => built().to_owned(),
                };
                let command = vec![built.join(case.name()).into()];
                return Self { language, folder, command };
            }
            Language::Curl => "bash".into(),
        };
        fs::write(&file, case.code(language)).expect("it can be written");
        Self { language, folder, command: vec![interpreter, file.into()] }
    }

    /// Leaves a day's file that no program has written.
    pub(crate) fn damage_day(&self) {
        let name = format!("groq-day-{}.txt", MODEL.replace('/', "-"));
        fs::write(self.folder.join(name), "on_demand RPD all\n").expect("it can be written");
    }

    /// Runs it to its end with prompts.
    pub(crate) fn run(&self, server: &Server, prompts: &[&str]) -> Run {
        self.start(server, prompts, &[]).finish()
    }

    /// Starts it with prompts and arguments.
    pub(crate) fn start(&self, server: &Server, prompts: &[&str], args: &[&str]) -> Running {
        let file = |name: &str| File::create(self.folder.join(name)).expect("it can be made");
        let mut child = Command::new(&self.command[0])
            .args(&self.command[1..])
            .args(args)
            .current_dir(&self.folder)
            .env("GROQ_API_KEY", "gsk_test")
            .env("GROQ_BASE_URL", &server.url)
            .env("NO_PROXY", "127.0.0.1")
            .stdin(Stdio::piped())
            .stdout(file("answers"))
            .stderr(file("errors"))
            .process_group(0)
            .spawn()
            .expect("it starts");
        let mut pipe = child.stdin.take().expect("a pipe");
        // One that ends before it has read them says why.
        pipe.write_all((prompts.join("\n") + "\n").as_bytes()).ok();
        Running { language: self.language, folder: self.folder.clone(), child }
    }
}

impl Running {
    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.join(name)).expect("text")
    }

    /// The answers so far. An answer of the stand-in that has many lines breaks off in
    /// its last one.
    pub(crate) fn answers(&self) -> Vec<String> {
        let text = self.read("answers");
        if self.language == Language::Curl {
            return json_answers(&text);
        }
        let (mut answers, mut answer) = (Vec::new(), String::new());
        for line in text.lines() {
            answer += line;
            if !line.ends_with("word by word.") {
                answers.push(std::mem::take(&mut answer));
            }
        }
        answers
    }

    pub(crate) fn errors(&self) -> String {
        self.read("errors")
    }

    /// What a terminal does on Ctrl-C.
    pub(crate) fn interrupt(&self) {
        let group = format!("-{}", self.child.id());
        Command::new("kill").args(["-INT", "--", &group]).status().expect("kill is there");
    }

    /// Waits for its end.
    pub(crate) fn finish(mut self) -> Run {
        let status =
            until(&self.errors(), || self.child.try_wait().expect("it is a child of this process"));
        let folder = fs::read_dir(&self.folder).expect("a folder");
        let names =
            folder.map(|entry| entry.expect("a name").file_name().into_string().expect("text"));
        let day = names.filter(|name| name.starts_with("groq-day-")).map(|name| self.read(&name));
        let row = |line: &str| {
            let words: Vec<_> = line.split(' ').collect();
            (words[..2].join(" "), words[2].parse().expect("a number"))
        };
        Run {
            code: status.code().or(status.signal().map(|signal| 128 + signal)).expect("an end"),
            answers: self.answers(),
            errors: self.errors(),
            day: day.flat_map(|text| text.lines().map(row).collect::<Vec<_>>()).collect(),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let group = format!("-{}", self.child.id());
        Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status().ok();
    }
}

/// The answers that curl printed: whole ones, or the events of streams.
fn json_answers(text: &str) -> Vec<String> {
    let mut answers: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        let Ok(mut line) = serde_json::from_str::<Value>(line) else { continue };
        if line["custom_id"].is_string() {
            line = line["response"]["body"].take();
        }
        let (id, choice) = (line["id"].as_str().expect("an id"), &line["choices"][0]);
        let part = ["message", "delta"].iter().find_map(|name| choice[name]["content"].as_str());
        match answers.last_mut().filter(|(last, _)| last == id) {
            Some((_, answer)) => *answer += part.unwrap_or_default(),
            None => answers.push((id.to_owned(), part.unwrap_or_default().to_owned())),
        }
    }
    answers.into_iter().map(|(_, answer)| answer).collect()
}

/// Writes a file that holds something else, so that nothing is built in vain.
fn keep(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    fs::write(path, text).expect("it can be written");
}

/// The dependencies that a Rust program names above itself.
fn dependencies(code: &str) -> String {
    code.lines()
        .map_while(|line| line.strip_prefix("//"))
        .skip_while(|line| line.trim() != "[dependencies]")
        .take_while(|line| !line.is_empty())
        .map(|line| format!("{}\n", line.trim()))
        .collect()
}

/// Builds Rust programs as a package of their own, whose manifest is what they say above
/// themselves. What is built stays for later runs of the tests.
fn build(name: &str, programs: &[Case], lock: &str, args: &[&str], more: &str) -> PathBuf {
    let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (folder, target) = (temporary.join(name), temporary.join("snippets-target"));
    let sources = folder.join("src/bin");
    fs::create_dir_all(&sources).expect("it can be made");
    for case in programs {
        keep(&sources.join(case.name() + ".rs"), &case.code(Language::Rust));
    }
    let dependencies = dependencies(&programs[0].code(Language::Rust));
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         {dependencies}\n[workspace]\n{more}"
    );
    keep(&folder.join("Cargo.toml"), &manifest);
    keep(&folder.join("Cargo.lock"), lock);
    let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["build", "--quiet"])
        .args(args)
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", &target)
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("RUSTFLAGS", "-Dwarnings")
        .output()
        .expect("cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    target.join("debug")
}

/// The folder of the Rust programs that stand by themselves.
fn built() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    let lock = include_str!("rust.lock");
    BUILT.get_or_init(|| build("snippets", &Case::ALL, lock, &["--locked"], ""))
}

/// The folder of the short one, with the packages as they are here.
fn built_in_short() -> PathBuf {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
    let here: String = ["calc", "catalog", "limiter", "protocol"]
        .map(|name| format!("groq-{name} = {{ path = {:?} }}\n", crates.join(name)))
        .concat();
    // The versions of the workspace; what is not in its lock file is looked up.
    let lock = include_str!("../../Cargo.lock");
    build("snippets-short", &[Case::Short], lock, &[], &format!("\n[patch.crates-io]\n{here}"))
}
