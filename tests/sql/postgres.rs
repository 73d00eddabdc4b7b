use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::names::{COSTS, MODEL, TABLE, file};

/// A PostgreSQL of this test's own, without a network, stopped at the end.
pub(crate) struct Server {
    programs: PathBuf,
    folder: PathBuf,
}

/// PostgreSQL does not run as root: then as its own user.
fn as_user(program: &Path) -> Command {
    let root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout == b"0\n");
    if !root {
        return Command::new(program);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--"]).arg(program).current_dir("/");
    command
}

fn done(command: &mut Command) -> String {
    let output = command.output().expect("the program starts");
    let text = String::from_utf8_lossy(&[&output.stdout[..], &output.stderr].concat()).into_owned();
    assert!(output.status.success(), "{command:?}:\n{text}");
    text
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

impl Server {
    pub(crate) fn start(programs: &Path) -> Self {
        // A socket's path is short, and its user must reach it.
        let folder = std::env::temp_dir().join(format!("groq-calc-sql-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("it can be made");
        if as_user(Path::new("true")).get_program() == "runuser" {
            done(Command::new("chown").arg("postgres").arg(&folder));
        }
        let server = Self { programs: programs.to_path_buf(), folder };
        let data = server.folder.join("data");
        done(
            as_user(&programs.join("initdb"))
                .args(["--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-sync", "-D"])
                .arg(&data),
        );
        let options = format!("-c listen_addresses='' -k {} -F", server.folder.display());
        done(
            as_user(&programs.join("pg_ctl"))
                .args(["start", "--wait", "--options", &options, "--log"])
                .arg(server.folder.join("log"))
                .arg("-D")
                .arg(&data)
                // It keeps them open, and nobody would see their end.
                .stdout(std::process::Stdio::null())
                .stderr(std::process::Stdio::null()),
        );
        server
    }

    /// Loads the usages, runs the script and writes the totals and the rows.
    pub(crate) fn price(&self, script: &Path, usages: &Path, out: &Path, time: &str) {
        let (table, model, costs) = (quoted(TABLE), quoted(MODEL), quoted(COSTS));
        let load = format!(
            "SET TimeZone = 'America/Los_Angeles';\nDROP TABLE IF EXISTS {table} CASCADE;\n\
             CREATE TABLE {table} (\"row\" int, {model} text, input bigint, cached bigint, \
             output bigint, \"time\" {time}, batch boolean);\n\
             \\copy {table} from '{}' with (format csv, header)\n",
            usages.display()
        );
        let total = format!(
            "SELECT count(*), sum(cost_picodollars), sum(cost_usd) FROM {costs};\n\
             SELECT \"row\", cost_picodollars, cost_usd FROM {costs} ORDER BY \"row\";\n"
        );
        let exported = fs::read_to_string(script).expect("the script is there");
        let whole = file("postgres-whole.sql");
        fs::write(&whole, format!("{load}{exported}{total}")).expect("it can be written");
        let rows = done(
            Command::new(self.programs.join("psql"))
                .args(["--no-psqlrc", "--quiet", "--csv", "--tuples-only", "--username=postgres"])
                .args(["--set=ON_ERROR_STOP=1", "--dbname=postgres", "--host"])
                .arg(&self.folder)
                .arg("--file")
                .arg(&whole),
        );
        let rows: Vec<_> = rows.lines().filter(|line| !line.contains("NOTICE")).collect();
        fs::write(out, rows.join("\n")).expect("it can be written");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        as_user(&self.programs.join("pg_ctl"))
            .args(["stop", "--mode=immediate", "-D"])
            .arg(self.folder.join("data"))
            .output()
            .ok();
        fs::remove_dir_all(&self.folder).ok();
    }
}
