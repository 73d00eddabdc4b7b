use std::{
    env, fs,
    io::Write,
    os::unix::process::CommandExt,
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

use crate::{case::Case, server::Server};

/// The Python with both SDKs.
const PYTHON: &str = "SDK_PYTHON";
/// The folder that has `groq-sdk`.
const NODE_MODULES: &str = "SDK_NODE_MODULES";

/// The languages that can be run here.
pub(crate) fn languages() -> impl Iterator<Item = Language> {
    Language::ALL.into_iter().filter(|language| match language {
        Language::PythonGroq | Language::PythonOpenai => env::var_os(PYTHON).is_some(),
        Language::JavaScript => env::var_os(NODE_MODULES).is_some(),
        Language::Rust | Language::Curl => true,
    })
}

/// A program in a folder of its own.
pub(crate) struct Program {
    folder: PathBuf,
    command: Command,
}

/// What came of a run.
pub(crate) struct Run {
    pub(crate) success: bool,
    pub(crate) text: String,
    answers: usize,
}

impl Run {
    #[track_caller]
    pub(crate) fn assert_answers(&self, count: usize) {
        assert!(self.success, "{}", self.text);
        assert_eq!(self.answers, count, "{}", self.text);
    }
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
        let mut command = match language {
            Language::PythonGroq | Language::PythonOpenai => Command::new(named(PYTHON)),
            Language::JavaScript => {
                let modules = folder.join("node_modules");
                std::os::unix::fs::symlink(named(NODE_MODULES), modules).expect("a link");
                Command::new("node")
            }
            Language::Rust => {
                let command = Command::new(built().join(case.name()));
                return Self { folder, command };
            }
            Language::Curl => Command::new("bash"),
        };
        fs::write(&file, case.code(language)).expect("it can be written");
        command.arg(file);
        Self { folder, command }
    }

    /// Runs it to its end with prompts.
    pub(crate) fn run(self, server: &Server, prompts: &[&str]) -> Run {
        let child = self.start(server, prompts);
        let output = child.wait_with_output().expect("it ends");
        let answers = String::from_utf8_lossy(&output.stdout);
        // The stand-in's text has many lines and breaks off in the last one; curl's is JSON.
        let ends = |line: &&str| line.ends_with("stand-in for the API") || line.starts_with('{');
        let answers = answers.lines().filter(ends).count();
        let text = [output.stdout, output.stderr].concat();
        let text = String::from_utf8_lossy(&text).into_owned();
        Run { success: output.status.success(), text, answers }
    }
}

impl Program {
    fn start(mut self, server: &Server, prompts: &[&str]) -> Child {
        let mut child = self
            .command
            .current_dir(&self.folder)
            .env("GROQ_API_KEY", "gsk_test")
            .env("GROQ_BASE_URL", &server.url)
            .env("NO_PROXY", "127.0.0.1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0)
            .spawn()
            .expect("it starts");
        let mut pipe = child.stdin.take().expect("a pipe");
        // One that ends before it has read them says why.
        pipe.write_all((prompts.join("\n") + "\n").as_bytes()).ok();
        child
    }

    /// Starts it, waits until it has made so many calls and some seconds more,
    /// and ends it: it would wait for hours.
    pub(crate) fn run_up_to(self, server: &Server, prompts: &[&str], calls: usize) {
        let mut child = self.start(server, prompts);
        for _ in 0..300 {
            if server.statuses().len() >= calls {
                break;
            }
            thread::sleep(Duration::from_millis(100));
        }
        thread::sleep(Duration::from_secs(3));
        let waits = child.try_wait().expect("it is ours").is_none();
        // With what it has started, which would sleep on.
        let group = format!("-{}", child.id());
        Command::new("kill").args(["-KILL", "--", &group]).status().expect("kill is there");
        let output = child.wait_with_output().expect("it ends");
        let text = [output.stdout, output.stderr].concat();
        assert!(waits, "it ended: {}", String::from_utf8_lossy(&text));
    }
}

/// The folder of the Rust programs, built once as a package of their own. Its
/// manifest is what they say above themselves; only the lock file is ours.
fn built() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let folder = fresh("rust");
        let sources = folder.join("src/bin");
        fs::create_dir_all(&sources).expect("it can be made");
        for case in Case::ALL {
            let code = case.code(Language::Rust);
            fs::write(sources.join(case.name() + ".rs"), code).expect("written");
        }
        let code = Case::Free.code(Language::Rust);
        let dependencies: String = code
            .lines()
            .map_while(|line| line.strip_prefix("//"))
            .skip_while(|line| line.trim() != "[dependencies]")
            .take_while(|line| !line.is_empty())
            .map(|line| format!("{}\n", line.trim()))
            .collect();
        let manifest = format!(
            "[package]\nname = \"snippets\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n{dependencies}\n[workspace]\n"
        );
        fs::write(folder.join("Cargo.toml"), manifest).expect("written");
        let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("snippets/rust.lock");
        fs::copy(lock, folder.join("Cargo.lock")).expect("copied");
        // Its dependencies are built once for all runs of the tests.
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("snippets-target");
        let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(["build", "--locked", "--quiet"])
            .current_dir(&folder)
            .env("CARGO_TARGET_DIR", &target)
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env("RUSTFLAGS", "-Dwarnings")
            .output()
            .expect("cargo starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        target.join("debug")
    })
}
