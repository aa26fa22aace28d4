"""The filter of system calls, run as the kernel runs it, for machines not at hand."""

import struct

import pytest

from mailbot.adapters.confine import syscalls
from mailbot.adapters.confine.syscalls import (
    ABOVE,
    ALLOW,
    ANY_BIT,
    EQUAL,
    KILL,
    LOAD,
    MACHINES,
    REFUSE,
    RETURN,
    UNKNOWN,
    Step,
    as_bytes,
    filter_of,
)

OURSELVES, SERVICE = 4711, 815
X86, ARM = MACHINES["x86_64"], MACHINES["aarch64"]


def verdict(program: tuple[Step, ...], audit: int, number: int, *args: int) -> int:
    """Run a program on `struct seccomp_data` (linux/seccomp.h)."""
    data = struct.pack("<IIQ6Q", number, audit, 0, *args, *[0] * (6 - len(args)))
    held, at = 0, 0
    while True:
        step = program[at]
        at += 1
        match step.code:
            case syscalls.LOAD:
                (held,) = struct.unpack_from("<I", data, step.value)
            case syscalls.RETURN:
                return step.value
            case code:
                true = {
                    EQUAL: held == step.value,
                    ABOVE: held > step.value,
                    ANY_BIT: bool(held & step.value),
                }[code]
                at += step.then if true else step.otherwise


@pytest.mark.parametrize(
    ("call", "x86", "arm", "args", "expected"),
    [
        ("read", 0, 63, (), ALLOW),
        ("openat", 257, 56, (), ALLOW),
        ("mmap", 9, 222, (), ALLOW),
        ("futex", 202, 98, (), ALLOW),
        ("execve", 59, 221, (), REFUSE),
        ("execveat", 322, 281, (), REFUSE),
        ("socket, UNIX", 41, 198, (1, 1), REFUSE),
        ("ptrace", 101, 117, (), REFUSE),
        ("mount", 165, 40, (), REFUSE),
        ("unshare", 272, 97, (), REFUSE),
        ("clone, a thread", 56, 220, (0x3D0F00,), ALLOW),
        ("clone, a process", 56, 220, (0x1200011,), REFUSE),
        ("clone3", 435, 435, (), UNKNOWN),
        ("kill, oneself", 62, 129, (OURSELVES, 6), ALLOW),
        ("kill, the service", 62, 129, (SERVICE, 9), REFUSE),
        ("kill, everybody", 62, 129, (2**64 - 1, 9), REFUSE),
        ("tgkill, oneself", 234, 131, (OURSELVES, OURSELVES, 6), ALLOW),
        ("tgkill, the service", 234, 131, (SERVICE, SERVICE, 6), REFUSE),
        ("tkill, the service", 200, 130, (SERVICE, 6), REFUSE),
        ("rt_sigqueueinfo, the service", 129, 138, (SERVICE, 9), REFUSE),
        ("pidfd_send_signal", 424, 424, (), REFUSE),
        ("prlimit64, oneself", 302, 261, (0, 7), ALLOW),
        ("prlimit64, oneself by id", 302, 261, (OURSELVES, 7), ALLOW),
        ("prlimit64, the service", 302, 261, (SERVICE, 7), REFUSE),
        ("fcntl, F_GETFL", 72, 25, (3, 3), ALLOW),
        ("fcntl, F_SETOWN", 72, 25, (3, 8, SERVICE), REFUSE),
        ("fcntl, F_SETSIG", 72, 25, (3, 10), REFUSE),
        ("fcntl, F_SETOWN_EX", 72, 25, (3, 15), REFUSE),
        ("ioctl, TCGETS", 16, 29, (3, 0x5401), ALLOW),
        ("ioctl, FIOSETOWN", 16, 29, (3, 0x8901), REFUSE),
        ("ioctl, TIOCSTI with high bits", 16, 29, (3, 0xF00005412), REFUSE),
        ("io_uring_setup", 425, 425, (), REFUSE),
        ("fchmodat2, younger than the table", 452, 452, (), UNKNOWN),
        ("a call of x32", 0x40000000 | 59, 0x40000000 | 221, (), UNKNOWN),
    ],
)
def test_a_call_is_judged_alike_on_every_machine(
    call: str, x86: int, arm: int, args: tuple[int, ...], expected: int
) -> None:
    for machine, number in ((X86, x86), (ARM, arm)):
        program = filter_of(machine, OURSELVES)
        assert verdict(program, machine.audit, number, *args) == expected, call


def test_a_call_in_another_machine_s_dialect_ends_the_process() -> None:
    i386 = 0x40000003
    assert verdict(filter_of(X86, OURSELVES), i386, 0) == KILL
    assert verdict(filter_of(ARM, OURSELVES), X86.audit, 63) == KILL


@pytest.mark.parametrize("name", MACHINES)
def test_a_program_fits_what_the_kernel_takes(name: str) -> None:
    program = filter_of(MACHINES[name], OURSELVES)
    assert len(as_bytes(program)) == 8 * len(program) < 8 * 4096
    assert program[0].code == LOAD
    assert program[-1].code == RETURN
    assert max(max(s.then, s.otherwise) for s in program) < 256
