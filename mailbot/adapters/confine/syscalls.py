"""Which system calls a child may make: a seccomp filter, written out as its program.

What is refused answers EPERM, as it does to any process without the right, so that
libraries carry on; calls younger than this table answer ENOSYS, as on an older
kernel. Threads may be started; processes, programs, sockets and signals may not.
"""

from __future__ import annotations

import errno
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

# linux/bpf_common.h
LOAD: Final = 0x20  # BPF_LD | BPF_W | BPF_ABS
EQUAL: Final = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
ABOVE: Final = 0x25  # BPF_JMP | BPF_JGT | BPF_K
ANY_BIT: Final = 0x45  # BPF_JMP | BPF_JSET | BPF_K
RETURN: Final = 0x06  # BPF_RET | BPF_K
# linux/seccomp.h
ALLOW: Final = 0x7FFF0000
KILL: Final = 0x80000000  # the process; a kernel before 4.14 kills the thread
REFUSE: Final = 0x00050000 | errno.EPERM
UNKNOWN: Final = 0x00050000 | errno.ENOSYS
_NUMBER, _MACHINE, _FIRST_ARGUMENT = 0, 4, 16

_CLONE_THREAD: Final = 0x10000
# F_SETOWN, F_SETSIG, F_SETOWN_EX, FIOSETOWN, SIOCSPGRP: whom input shall wake by a
# signal; TIOCSTI, TIOCLINUX: typing into a terminal.
_FCNTL_REFUSED: Final = (8, 10, 15)
_IOCTL_REFUSED: Final = (0x8901, 0x8902, 0x5412, 0x541C)
# The youngest call that this table was held against; x32 calls have bit 30 set.
NEWEST: Final = 450

# name, x86_64, and the table that all newer machines share (0 = not there)
_REFUSED: Final = """
execve 59 221, execveat 322 281, fork 57 0, vfork 58 0, ptrace 101 117,
socket 41 198, socketpair 53 199, connect 42 203, accept 43 202, accept4 288 242,
bind 49 200, listen 50 201, sendto 44 206, sendmsg 46 211, sendmmsg 307 269,
pidfd_send_signal 424 424, pidfd_open 434 434, pidfd_getfd 438 438,
process_vm_readv 310 270, process_vm_writev 311 271, kcmp 312 272,
process_madvise 440 440, process_mrelease 448 448,
mount 165 40, umount2 166 39, pivot_root 155 41, chroot 161 51, unshare 272 97,
setns 308 268, open_tree 428 428, move_mount 429 429, fsopen 430 430,
fsconfig 431 431, fsmount 432 432, fspick 433 433, mount_setattr 442 442,
chmod 90 0, fchmod 91 52, fchmodat 268 53, chown 92 0, fchown 93 55, lchown 94 0,
fchownat 260 54, setxattr 188 5, lsetxattr 189 6, fsetxattr 190 7,
removexattr 197 14, lremovexattr 198 15, fremovexattr 199 16,
utime 132 0, utimes 235 0, futimesat 261 0, utimensat 280 88, truncate 76 45,
mknod 133 0, mknodat 259 33, symlink 88 0, symlinkat 266 36, link 86 0, linkat 265 37,
name_to_handle_at 303 264, open_by_handle_at 304 265, fanotify_init 300 262,
inotify_init 253 0, inotify_init1 294 26,
io_uring_setup 425 425, io_uring_enter 426 426, io_uring_register 427 427,
bpf 321 280, perf_event_open 298 241, userfaultfd 323 282,
add_key 248 217, request_key 249 218, keyctl 250 219,
shmget 29 194, shmat 30 196, shmctl 31 195, semget 64 190, semop 65 193,
semctl 66 191, semtimedop 220 192, msgget 68 186, msgsnd 69 189, msgrcv 70 188,
msgctl 71 187, mq_open 240 180, mq_unlink 241 181,
setpriority 141 140, sched_setparam 142 118, sched_setscheduler 144 119,
sched_setaffinity 203 122, sched_setattr 314 274, ioprio_set 251 30,
migrate_pages 256 238, move_pages 279 239,
reboot 169 142, swapon 167 224, swapoff 168 225, sethostname 170 161,
setdomainname 171 162, settimeofday 164 170, clock_settime 227 112, adjtimex 159 171,
clock_adjtime 305 266, init_module 175 105, finit_module 313 273,
delete_module 176 106, kexec_load 246 104, kexec_file_load 320 294,
quotactl 179 60, quotactl_fd 443 443, acct 163 89, syslog 103 116, vhangup 153 58,
iopl 172 0, ioperm 173 0, modify_ldt 154 0, uselib 134 0, _sysctl 156 0,
personality 135 92, lookup_dcookie 212 18, nfsservctl 180 42
"""
_WEIGHED: Final = """
clone 56 220, clone3 435 435, kill 62 129, tkill 200 130, tgkill 234 131,
rt_sigqueueinfo 129 138, rt_tgsigqueueinfo 297 240, prlimit64 302 261, fcntl 72 25,
ioctl 16 29
"""


@dataclass(frozen=True, slots=True)
class Machine:
    """A kind of processor: the kernel's mark for it, and its column of the table."""

    audit: int  # AUDIT_ARCH_* of linux/audit.h
    column: int


# Little-endian ones only: the low word of an argument comes first.
MACHINES: Final[Mapping[str, Machine]] = {
    "x86_64": Machine(0xC000003E, 1),
    "aarch64": Machine(0xC00000B7, 2),
    "loongarch64": Machine(0xC0000102, 2),
    "riscv64": Machine(0xC00000F3, 2),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One instruction: `then` and `otherwise` are the steps to skip."""

    code: int
    value: int
    then: int = 0
    otherwise: int = 0


def numbers(table: str, machine: Machine) -> dict[str, int]:
    """Return the calls of a table as one kind of processor numbers them."""
    rows = [row.split() for row in table.split(",")]
    found = {row[0]: int(row[machine.column]) for row in rows}
    return {name: number for name, number in found.items() if number}


def filter_of(machine: Machine, process: int) -> tuple[Step, ...]:
    """Return the filter's program for the process with the id `process`."""
    steps = [
        Step(LOAD, _MACHINE),
        Step(EQUAL, machine.audit, then=1),
        Step(RETURN, KILL),
        Step(LOAD, _NUMBER),
        Step(ABOVE, NEWEST, otherwise=1),
        Step(RETURN, UNKNOWN),
    ]
    for number in numbers(_REFUSED, machine).values():
        steps += [Step(EQUAL, number, otherwise=1), Step(RETURN, REFUSE)]
    for name, number in numbers(_WEIGHED, machine).items():
        judged = tuple(_judged(name, process))
        steps += [Step(EQUAL, number, otherwise=len(judged)), *judged]
    return (*steps, Step(RETURN, ALLOW))


def _judged(name: str, process: int) -> Iterator[Step]:
    """Return the steps that end a call whose arguments decide."""
    match name:
        case "clone":
            yield _argument(0)
            yield Step(ANY_BIT, _CLONE_THREAD, otherwise=1)
        case "clone3":  # its flags lie in memory: C libraries fall back on clone
            yield Step(RETURN, UNKNOWN)
            return
        case "fcntl":
            yield from _unless(1, _FCNTL_REFUSED)
        case "ioctl":
            yield from _unless(1, _IOCTL_REFUSED)
        case "prlimit64":
            yield _argument(0)
            yield Step(EQUAL, 0, then=1)
            yield Step(EQUAL, process, otherwise=1)
        case _:  # signals: to oneself only
            yield _argument(0)
            yield Step(EQUAL, process, otherwise=1)
    yield Step(RETURN, ALLOW)
    yield Step(RETURN, REFUSE)


def _unless(argument: int, values: tuple[int, ...]) -> Iterator[Step]:
    """Return the steps that skip ALLOW for any of `values`."""
    yield _argument(argument)
    for behind, value in enumerate(values):
        yield Step(EQUAL, value, then=len(values) - behind)


def _argument(index: int) -> Step:
    """Load the low word: the kernel itself takes ids, commands and flags as 32 bits."""
    return Step(LOAD, _FIRST_ARGUMENT + 8 * index)


def as_bytes(program: tuple[Step, ...]) -> bytes:
    """Return a program as an array of `struct sock_filter`."""
    rows = (struct.pack("=HBBI", s.code, s.then, s.otherwise, s.value) for s in program)
    return b"".join(rows)
