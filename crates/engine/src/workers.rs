//! Work on many inputs at once, results in the order of the inputs, memory flat.
//!
//! In:  inputs, and a function that any thread may run on one.
//! Out: each result, handed over in input order; so one worker or eight give the same output.
//!
//! At most `WINDOW` inputs for each worker are under way: one that takes long holds the others back before results pile up.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, Once, PoisonError};

/// Inputs under way for each worker. Chosen: keeps eight workers busy behind one slow document of some seconds.
const WINDOW: usize = 8;

/// Stack of a worker, bytes: a tree of a very long sentence may be walked by recursion.
const STACK: usize = 32 << 20;

/// Runs `work` on every input and hands the results to `each`, in the order of the inputs.
///
/// - `start`: what a worker keeps from one input to the next.
/// - errors: the first that `each` gives; what was under way is then dropped.
pub(crate) fn in_order<S, I: Send, O: Send, E: Send>(
    inputs: impl Iterator<Item = I> + Send,
    workers: usize,
    start: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, I) -> O + Sync,
    mut each: impl FnMut(O) -> Result<(), E>,
) -> Result<(), E> {
    let workers = workers.max(1);
    let (start, work) = (&start, &work);
    std::thread::scope(|scope| {
        let (permit, permits) = channel::<()>();
        let (task, tasks) = channel::<(usize, I)>();
        let (result, results) = channel::<(usize, O)>();
        let tasks = Arc::new(Mutex::new(tasks));
        for _ in 0..workers * WINDOW {
            let _ = permit.send(());
        }
        scope.spawn(move || feed(inputs, &permits, &task));
        for number in 0..workers {
            let (tasks, result) = (tasks.clone(), result.clone());
            let builder = std::thread::Builder::new().name(format!("worker {number}")).stack_size(STACK);
            let spawned = builder.spawn_scoped(scope, move || serve(&tasks, start(), work, &result));
            if spawned.is_err() && number == 0 {
                panic!("the system gives no thread");
            }
        }
        drop((result, tasks));
        collect(&results, permit, &mut each)
    })
}

fn feed<I>(inputs: impl Iterator<Item = I>, permits: &Receiver<()>, task: &Sender<(usize, I)>) {
    for numbered in inputs.enumerate() {
        if permits.recv().is_err() || task.send(numbered).is_err() {
            return;
        }
    }
}

fn serve<S, I, O>(tasks: &Mutex<Receiver<(usize, I)>>, mut state: S, work: &impl Fn(&mut S, I) -> O, result: &Sender<(usize, O)>) {
    loop {
        let next = tasks.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((number, input)) = next else { return };
        if result.send((number, work(&mut state, input))).is_err() {
            return;
        }
    }
}

fn collect<O, E>(results: &Receiver<(usize, O)>, permit: Sender<()>, each: &mut impl FnMut(O) -> Result<(), E>) -> Result<(), E> {
    let mut early = BTreeMap::new();
    let mut next = 0;
    for (number, result) in results {
        early.insert(number, result);
        while let Some(result) = early.remove(&next) {
            each(result)?;
            next += 1;
            let _ = permit.send(());
        }
    }
    Ok(())
}

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
    static TOLD: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Runs `work`; if it panics, gives what the panic said and where, quietly, so that one document never ends a run.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if GUARDED.get() {
                TOLD.set(panic.to_string().replace('\n', " "));
            } else {
                before(panic);
            }
        }));
    });
    GUARDED.set(true);
    let outcome = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(false);
    outcome.map_err(|_| TOLD.take())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn squares(workers: usize) -> Vec<u64> {
        let mut found = Vec::new();
        let slow = |_: &mut (), number: u64| {
            std::thread::sleep(std::time::Duration::from_micros((number * 7919) % 500));
            number * number
        };
        let done: Result<(), ()> = in_order(
            0..200,
            workers,
            || (),
            slow,
            |square| {
                found.push(square);
                Ok(())
            },
        );
        done.unwrap();
        found
    }

    #[test]
    fn results_come_in_the_order_of_the_inputs() {
        assert_eq!(squares(1), squares(8));
        assert_eq!(squares(8)[7], 49);
    }

    #[test]
    fn the_first_error_ends_the_work() {
        let outcome = in_order(0.., 4, || (), |(), number| number, |number| if number < 50 { Ok(()) } else { Err(number) });
        assert_eq!(outcome, Err(50));
    }

    #[test]
    fn a_panic_is_told_and_does_not_spread() {
        let outcome = guarded(|| if "a".len() == 1 { panic!("no such token: 7") } else { 1 });
        assert!(outcome.unwrap_err().contains("no such token: 7"));
        assert_eq!(guarded(|| 2), Ok(2));
    }
}
