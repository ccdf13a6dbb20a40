"""Several loops side by side, each a process with ledgers of its own; one record.

A job's processes are children of this one. They report what the loop would have written into the record; the
record itself is written here only.
"""

import multiprocessing
import multiprocessing.connection
import traceback


class RemoteLog:
    """What a loop uses of run_log.RunLog, at the other end of a pipe."""

    def __init__(self, pipe, folder, job):
        self.pipe, self.folder, self.job = pipe, folder, job
        self.violations = []
        self.stop_file = folder / "stop"

    def stop_asked(self):
        return self.stop_file.exists()

    def cycle(self, **row):
        self.pipe.send(("cycle", {"job": self.job, **row}))

    def violation(self, cycle, text, kept):
        self.violations.append(text)
        self.pipe.send(("violation", (f"{self.job}/{cycle}", text, str(kept))))


def share(cycles, jobs, job):
    """(first cycle, number of cycles) of a job."""
    part, more = divmod(cycles, jobs)
    return job * part + min(job, more), part + (job < more)


def _child(work, log, job):
    try:
        log.pipe.send(("end", work(log, job) or {}))
    except BaseException:  # a fault of the harness, too, must end the run
        log.pipe.send(("broken", traceback.format_exc()))
    finally:
        log.pipe.close()


def run(log, jobs, work):
    """`work(log, job)` in each of `jobs` processes; the sum of the figures that they return."""
    if jobs == 1:
        return work(log, 0) or {}
    context = multiprocessing.get_context("fork")
    children, pipes = [], []
    for job in range(jobs):
        ours, theirs = context.Pipe(duplex=False)
        child = context.Process(target=_child, args=(work, RemoteLog(theirs, log.folder, job), job))
        child.start()
        theirs.close()
        children.append(child)
        pipes.append(ours)
    total, broken, open_pipes = {}, [], list(pipes)
    while open_pipes:
        for pipe in multiprocessing.connection.wait(open_pipes):
            try:
                kind, what = pipe.recv()
            except EOFError:
                open_pipes.remove(pipe)
                continue
            if kind == "cycle":
                log.cycle(**what)
            elif kind == "violation":
                log.violation(*what)
            elif kind == "end":
                for name, count in what.items():
                    total[name] = total.get(name, 0) + count
            else:
                broken.append(what)
    for child in children:
        child.join()
    if broken or any(child.exitcode for child in children):
        raise SystemExit("a job broke:\n" + "\n".join(broken))
    return total
