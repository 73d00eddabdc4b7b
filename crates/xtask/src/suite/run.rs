use std::{fmt, path::Path, time::Instant};

use anyhow::{Result, bail};

use crate::ran::Ran;

/// Steps, one after another. One that fails does not end the others, unless that
/// is asked for; a table at the end says how each went.
pub(crate) struct Run<'a> {
    root: &'a Path,
    fail_fast: bool,
    steps: Vec<Step>,
}

struct Step {
    name: &'static str,
    seconds: f64,
    outcome: Outcome,
}

enum Outcome {
    Passed,
    /// It passed without what is named.
    PassedWithout(String),
    Failed(String),
    /// It was not run, for this reason.
    NotRun(String),
}

impl<'a> Run<'a> {
    pub(crate) fn new(root: &'a Path, fail_fast: bool) -> Self {
        Self { root, fail_fast, steps: Vec::new() }
    }

    /// Runs a step; what it made, if it passed.
    pub(crate) fn step<T>(
        &mut self,
        name: &'static str,
        work: impl FnOnce(&Path) -> Result<T>,
    ) -> Option<T> {
        self.run(name, |root| Ok((work(root)?, Ran::Whole)))
    }

    /// Runs a proof, which may have to leave something out.
    pub(crate) fn proof(&mut self, name: &'static str, work: impl FnOnce(&Path) -> Result<Ran>) {
        self.run(name, |root| Ok(((), work(root)?)));
    }

    /// A step that needs what an earlier one made, which it may have failed to.
    pub(crate) fn step_with<N, T>(
        &mut self,
        name: &'static str,
        needs: Option<N>,
        work: impl FnOnce(&Path, N) -> Result<T>,
    ) -> Option<T> {
        match needs {
            Some(needs) => self.step(name, |root| work(root, needs)),
            None => {
                self.not_run(name, "a step before it failed");
                None
            }
        }
    }

    fn run<T>(
        &mut self,
        name: &'static str,
        work: impl FnOnce(&Path) -> Result<(T, Ran)>,
    ) -> Option<T> {
        if self.fail_fast && self.steps.iter().any(Step::failed) {
            self.not_run(name, "--fail-fast");
            return None;
        }
        println!("\n== {name}");
        let start = Instant::now();
        let result = work(self.root);
        let seconds = start.elapsed().as_secs_f64();
        let (made, outcome) = match result {
            Ok((made, Ran::Whole)) => (Some(made), Outcome::Passed),
            Ok((made, Ran::Without(missing))) => (Some(made), Outcome::PassedWithout(missing)),
            Err(error) => (None, Outcome::Failed(format!("{error:#}"))),
        };
        let step = Step { name, seconds, outcome };
        println!("-- {step}");
        self.steps.push(step);
        made
    }

    fn not_run(&mut self, name: &'static str, reason: &str) {
        let outcome = Outcome::NotRun(reason.to_owned());
        self.steps.push(Step { name, seconds: 0.0, outcome });
    }

    /// The table of all steps; an error if one failed or, where `complete` asks for
    /// it, had to leave something out.
    pub(crate) fn end(self, complete: bool) -> Result<()> {
        println!("\n== how it went");
        self.steps.iter().for_each(|step| println!("{step}"));
        let total: f64 = self.steps.iter().map(|step| step.seconds).sum();
        println!("{total:>7.1} s  in all");
        let count = |what: fn(&Step) -> bool| self.steps.iter().filter(|step| what(step)).count();
        let (failed, incomplete) = (count(Step::failed), count(Step::incomplete));
        if failed > 0 {
            bail!("{failed} of {} steps failed", self.steps.len());
        }
        if complete && incomplete > 0 {
            bail!("{incomplete} of {} steps left something out", self.steps.len());
        }
        Ok(())
    }
}

impl Step {
    fn failed(&self) -> bool {
        matches!(self.outcome, Outcome::Failed(_))
    }

    fn incomplete(&self) -> bool {
        matches!(self.outcome, Outcome::PassedWithout(_) | Outcome::NotRun(_))
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>7.1} s  ", self.seconds)?;
        match &self.outcome {
            Outcome::Passed => write!(f, "passed   {}", self.name),
            Outcome::PassedWithout(what) => write!(f, "passed   {}, WITHOUT {what}", self.name),
            Outcome::Failed(why) => write!(f, "FAILED   {}: {why}", self.name),
            Outcome::NotRun(why) => write!(f, "not run  {}: {why}", self.name),
        }
    }
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::*;

    fn went(run: &Run<'_>) -> Vec<String> {
        run.steps.iter().map(|step| step.to_string().split_off(11)).collect()
    }

    #[test]
    fn a_failure_leaves_the_independent_steps_to_run() {
        let mut run = Run::new(Path::new("."), false);
        let made: Option<u8> = run.step("one", |_| bail!("broken"));
        run.step_with("two, on one", made, |_, _| Ok(()));
        assert_eq!(run.step("three", |_| Ok(3)), Some(3));
        assert_eq!(
            went(&run),
            [
                "FAILED   one: broken",
                "not run  two, on one: a step before it failed",
                "passed   three"
            ]
        );
        assert_eq!(run.end(false).unwrap_err().to_string(), "1 of 3 steps failed");
    }

    #[test]
    fn fail_fast_runs_nothing_after_a_failure() {
        let mut run = Run::new(Path::new("."), true);
        run.step("one", |_| Ok(()));
        run.step("two", |_| -> Result<()> { bail!("broken") });
        run.step("three", |_| -> Result<()> { panic!("it runs") });
        assert_eq!(went(&run)[2], "not run  three: --fail-fast");
        assert!(run.end(false).is_err());
    }

    #[test]
    fn what_is_missing_fails_only_where_all_is_asked_for() {
        let run = || {
            let mut run = Run::new(Path::new("."), false);
            run.proof("one", |_| Ok(Ran::without(&["Java", "Node"])));
            run.proof("two", |_| Ok(Ran::without(&[])));
            run
        };
        assert_eq!(went(&run()), ["passed   one, WITHOUT Java, Node", "passed   two"]);
        assert!(run().end(false).is_ok());
        assert_eq!(run().end(true).unwrap_err().to_string(), "1 of 2 steps left something out");
    }
}
