// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/sandbox/confine.h"

#include <fcntl.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <initializer_list>
#include <span>
#include <utility>
#include <vector>

#include "indexer/file_system.h"
#include "indexer/sandbox/protection.h"

namespace pilcrow::indexer {
namespace {

using Done = tl::expected<void, std::string>;

Done refused(const std::string& what, int error) {
  return tl::unexpected<std::string>(what + ": " + reason_of(error));
}

// ---------------------------------------------------------------------------------------------------------------------
// Landlock. The kernel's interface as of version 6; older headers know less of it. A kernel takes a longer structure than
// it knows if what it does not know is zero.

constexpr long sys_landlock_create_ruleset = 444;
constexpr long sys_landlock_add_rule = 445;
constexpr long sys_landlock_restrict_self = 446;

struct RulesetAttributes {
  std::uint64_t files;
  std::uint64_t network;
  std::uint64_t scopes;
};

struct [[gnu::packed]] PathAttributes {
  std::uint64_t allowed;
  std::int32_t folder;
};

constexpr int rule_path_beneath = 1;

constexpr std::uint64_t may_execute = 1ULL << 0;
constexpr std::uint64_t may_write_file = 1ULL << 1;
constexpr std::uint64_t may_read_file = 1ULL << 2;
constexpr std::uint64_t may_read_folder = 1ULL << 3;

RulesetAttributes all_rights(int abi) {
  RulesetAttributes rights{};
  rights.files = (1ULL << 13) - 1;                 // execute, write, read, remove and make of every kind
  if (abi >= 2) rights.files |= 1ULL << 13;        // link and rename between folders
  if (abi >= 3) rights.files |= 1ULL << 14;        // truncate
  if (abi >= 5) rights.files |= 1ULL << 15;        // ioctl on devices
  if (abi >= 4) rights.network = (1ULL << 2) - 1;  // bind and connect, TCP
  if (abi >= 6) rights.scopes = (1ULL << 2) - 1;   // abstract sockets and signals of others
  return rights;
}

/// What lies there and below may be used so. What is not there needs no rule.
struct Grant {
  std::string path;
  std::uint64_t rights;
};

Done add_rule(const Descriptor& ruleset, const Grant& grant) {
  const Descriptor place(::open(grant.path.c_str(), O_PATH | O_CLOEXEC));
  struct stat status {};
  if (!place.is_open() || ::fstat(place.number(), &status) != 0) return {};
  const bool is_folder = S_ISDIR(status.st_mode);
  const PathAttributes attributes{grant.rights & (is_folder ? ~0ULL : ~may_read_folder), place.number()};
  if (::syscall(sys_landlock_add_rule, ruleset.number(), rule_path_beneath, &attributes, 0) == 0) return {};
  return refused("Landlock does not take '" + grant.path + "'", errno);
}

Done restrict_files(int abi, std::span<const Grant> grants) {
  if (abi == 0) return {};
  const RulesetAttributes rights = all_rights(abi);
  const Descriptor ruleset(static_cast<int>(::syscall(sys_landlock_create_ruleset, &rights, sizeof rights, 0)));
  if (!ruleset.is_open()) return refused("no Landlock rules", errno);
  for (const Grant& grant : grants) {
    if (auto added = add_rule(ruleset, grant); !added) return added;
  }
  if (::syscall(sys_landlock_restrict_self, ruleset.number(), 0) != 0) return refused("Landlock", errno);
  return {};
}

// ---------------------------------------------------------------------------------------------------------------------
// seccomp.

/// A filter in the making. The first thing that fails is kept.
class CallFilter {
 public:
  explicit CallFilter(std::uint32_t otherwise) : filter_(::seccomp_init(otherwise)) {
    if (filter_ == nullptr) error_ = ENOMEM;
  }
  ~CallFilter() {
    if (filter_ != nullptr) ::seccomp_release(filter_);
  }
  CallFilter(const CallFilter&) = delete;
  CallFilter& operator=(const CallFilter&) = delete;

  void add(std::uint32_t action, int call, std::initializer_list<scmp_arg_cmp> conditions = {}) {
    if (error_ != 0) return;
    // A call that this machine's kernel does not have needs no rule.
    const int result = ::seccomp_rule_add_array(filter_, action, call, static_cast<unsigned>(conditions.size()),
                                                conditions.size() == 0 ? nullptr : conditions.begin());
    if (result != 0 && result != -EDOM) error_ = -result;
  }
  void add_all(std::uint32_t action, std::span<const int> calls) {
    for (const int call : calls) add(action, call);
  }

  Done load() {
    if (error_ == 0) error_ = -::seccomp_load(filter_);
    return error_ == 0 ? Done() : refused("seccomp", error_);
  }

 private:
  scmp_filter_ctx filter_ = nullptr;
  int error_ = 0;
};

scmp_arg_cmp is(unsigned argument, std::uint64_t value) {
  return {argument, SCMP_CMP_EQ, value, 0};
}

/// Of its bits under the mask, those of `value` are set.
scmp_arg_cmp has_bits(unsigned argument, std::uint64_t mask, std::uint64_t value) {
  return {argument, SCMP_CMP_MASKED_EQ, mask, value};
}

// Calls without an argument that could name anything outside of the process.
constexpr std::array harmless_calls{
    SCMP_SYS(read),
    SCMP_SYS(pread64),
    SCMP_SYS(readv),
    SCMP_SYS(lseek),
    SCMP_SYS(close),
    SCMP_SYS(fstat),
    SCMP_SYS(fstatfs),
    SCMP_SYS(getdents64),
    SCMP_SYS(fadvise64),
    SCMP_SYS(dup),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(brk),
    SCMP_SYS(madvise),
    SCMP_SYS(futex),
    SCMP_SYS(membarrier),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(rseq),
    SCMP_SYS(set_tid_address),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_getres),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(time),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(nanosleep),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(getrandom),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(getuid),
    SCMP_SYS(geteuid),
    SCMP_SYS(getgid),
    SCMP_SYS(getegid),
    SCMP_SYS(uname),
    SCMP_SYS(sysinfo),
    SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(getrusage),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
};

// They tell of files without opening them; fontconfig asks so whether its caches are young enough.
constexpr std::array looking_calls{
    SCMP_SYS(newfstatat), SCMP_SYS(stat),      SCMP_SYS(lstat),      SCMP_SYS(statx),
    SCMP_SYS(access),     SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(readlink),
    SCMP_SYS(readlinkat), SCMP_SYS(statfs),    SCMP_SYS(getcwd),
};

Done restrict_calls_of_reader(int socket, bool opens_files) {
  CallFilter filter(SCMP_ACT_ERRNO(EPERM));
  filter.add_all(SCMP_ACT_ALLOW, harmless_calls);
  const auto end = static_cast<std::uint64_t>(socket);
  for (const int call : {SCMP_SYS(recvmsg), SCMP_SYS(recvfrom), SCMP_SYS(sendto), SCMP_SYS(write)}) {
    filter.add(SCMP_ACT_ALLOW, call, {is(0, end)});
  }
  if (has_sanitizer) {
    for (const int call : {SCMP_SYS(write), SCMP_SYS(pipe), SCMP_SYS(pipe2)}) filter.add(SCMP_ACT_ALLOW, call);
  }
  // New code can neither be loaded nor made.
  filter.add(SCMP_ACT_ALLOW, SCMP_SYS(mmap), {has_bits(2, PROT_EXEC, 0)});
  filter.add(SCMP_ACT_ALLOW, SCMP_SYS(mprotect), {has_bits(2, PROT_EXEC, 0)});
  for (const int command : {F_GETFD, F_SETFD, F_GETFL, F_DUPFD_CLOEXEC}) {
    filter.add(SCMP_ACT_ALLOW, SCMP_SYS(fcntl), {is(1, static_cast<std::uint64_t>(command))});
  }
  // Limits can be looked at, not set.
  filter.add(SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), {is(0, 0), is(2, 0)});
  // abort(): it may signal itself, nobody else.
  filter.add(SCMP_ACT_ALLOW, SCMP_SYS(tgkill), {is(0, static_cast<std::uint64_t>(::getpid()))});
  if (opens_files) {
    filter.add_all(SCMP_ACT_ALLOW, looking_calls);
    constexpr std::uint64_t writing = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY);
    filter.add(SCMP_ACT_ALLOW, SCMP_SYS(openat), {has_bits(2, writing, O_RDONLY)});
    filter.add(SCMP_ACT_ALLOW, SCMP_SYS(open), {has_bits(1, writing, O_RDONLY)});
  } else {
    // fstat() of the C library.
    filter.add(SCMP_ACT_ALLOW, SCMP_SYS(newfstatat), {has_bits(3, AT_EMPTY_PATH, AT_EMPTY_PATH)});
  }
  return filter.load();
}

// Newer than Debian 12's libseccomp; the same number on every machine.
constexpr int sys_fchmodat2 = 452;
constexpr int sys_setxattrat = 463;
constexpr int sys_removexattrat = 466;
constexpr int sys_file_setattr = 469;

// What no converter of documents needs: the network and other processes, the machine and its kernel, what Landlock leaves
// open (permissions, owners, times), and ways around both.
constexpr std::array calls_denied_to_filters{
    // the network; sockets of the machine, too: of a bus, of a container's daemon
    SCMP_SYS(socket),
    SCMP_SYS(connect),
    SCMP_SYS(bind),
    SCMP_SYS(listen),
    SCMP_SYS(accept),
    SCMP_SYS(accept4),
    SCMP_SYS(sendmmsg),
    SCMP_SYS(recvmmsg),
    SCMP_SYS(io_uring_setup),
    SCMP_SYS(io_uring_enter),
    SCMP_SYS(io_uring_register),
    // other processes
    SCMP_SYS(ptrace),
    SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev),
    SCMP_SYS(process_madvise),
    SCMP_SYS(kcmp),
    SCMP_SYS(pidfd_open),
    SCMP_SYS(pidfd_getfd),
    SCMP_SYS(pidfd_send_signal),
    SCMP_SYS(setsid),
    SCMP_SYS(setpgid),
    SCMP_SYS(setpriority),
    SCMP_SYS(ioprio_set),
    SCMP_SYS(sched_setscheduler),
    SCMP_SYS(sched_setparam),
    SCMP_SYS(sched_setattr),
    SCMP_SYS(migrate_pages),
    SCMP_SYS(move_pages),
    SCMP_SYS(shmget),
    SCMP_SYS(shmat),
    SCMP_SYS(shmctl),
    SCMP_SYS(msgget),
    SCMP_SYS(msgsnd),
    SCMP_SYS(msgrcv),
    SCMP_SYS(msgctl),
    SCMP_SYS(semget),
    SCMP_SYS(semop),
    SCMP_SYS(semtimedop),
    SCMP_SYS(semctl),
    SCMP_SYS(mq_open),
    SCMP_SYS(mq_unlink),
    SCMP_SYS(memfd_secret),
    // keys, namespaces, file systems
    SCMP_SYS(add_key),
    SCMP_SYS(request_key),
    SCMP_SYS(keyctl),
    SCMP_SYS(unshare),
    SCMP_SYS(setns),
    SCMP_SYS(mount),
    SCMP_SYS(umount2),
    SCMP_SYS(pivot_root),
    SCMP_SYS(chroot),
    SCMP_SYS(open_tree),
    SCMP_SYS(move_mount),
    SCMP_SYS(mount_setattr),
    SCMP_SYS(fsopen),
    SCMP_SYS(fsconfig),
    SCMP_SYS(fsmount),
    SCMP_SYS(fspick),
    SCMP_SYS(open_by_handle_at),
    SCMP_SYS(name_to_handle_at),
    SCMP_SYS(quotactl),
    SCMP_SYS(fanotify_init),
    // the kernel
    SCMP_SYS(bpf),
    SCMP_SYS(perf_event_open),
    SCMP_SYS(userfaultfd),
    SCMP_SYS(init_module),
    SCMP_SYS(finit_module),
    SCMP_SYS(delete_module),
    SCMP_SYS(kexec_load),
    SCMP_SYS(kexec_file_load),
    SCMP_SYS(reboot),
    SCMP_SYS(swapon),
    SCMP_SYS(swapoff),
    SCMP_SYS(acct),
    SCMP_SYS(syslog),
    SCMP_SYS(settimeofday),
    SCMP_SYS(clock_settime),
    SCMP_SYS(clock_adjtime),
    SCMP_SYS(adjtimex),
    SCMP_SYS(sethostname),
    SCMP_SYS(setdomainname),
    SCMP_SYS(iopl),
    SCMP_SYS(ioperm),
    SCMP_SYS(lookup_dcookie),
    SCMP_SYS(vhangup),
    // what belongs to files besides their content
    SCMP_SYS(chmod),
    SCMP_SYS(fchmod),
    SCMP_SYS(fchmodat),
    sys_fchmodat2,
    SCMP_SYS(chown),
    SCMP_SYS(fchown),
    SCMP_SYS(lchown),
    SCMP_SYS(fchownat),
    SCMP_SYS(utime),
    SCMP_SYS(utimes),
    SCMP_SYS(futimesat),
    SCMP_SYS(utimensat),
    SCMP_SYS(setxattr),
    SCMP_SYS(lsetxattr),
    SCMP_SYS(fsetxattr),
    SCMP_SYS(removexattr),
    SCMP_SYS(lremovexattr),
    SCMP_SYS(fremovexattr),
    sys_setxattrat,
    sys_removexattrat,
    sys_file_setattr,
};

// Landlock's part where there is none.
constexpr std::array writing_calls{
    SCMP_SYS(creat),   SCMP_SYS(truncate),  SCMP_SYS(unlink),   SCMP_SYS(unlinkat),  SCMP_SYS(rmdir), SCMP_SYS(mkdir),
    SCMP_SYS(mkdirat), SCMP_SYS(rename),    SCMP_SYS(renameat), SCMP_SYS(renameat2), SCMP_SYS(link),  SCMP_SYS(linkat),
    SCMP_SYS(symlink), SCMP_SYS(symlinkat), SCMP_SYS(mknod),    SCMP_SYS(mknodat),
};

// Landlock's part where it does not know signals.
constexpr std::array signalling_calls{SCMP_SYS(kill), SCMP_SYS(tkill), SCMP_SYS(tgkill), SCMP_SYS(rt_sigqueueinfo),
                                      SCMP_SYS(rt_tgsigqueueinfo)};

Done restrict_calls_of_filter(int abi) {
  constexpr std::uint32_t deny = SCMP_ACT_ERRNO(EPERM);
  CallFilter filter(SCMP_ACT_ALLOW);
  filter.add_all(deny, calls_denied_to_filters);
  constexpr std::uint64_t new_namespaces = CLONE_NEWUSER;  // all others need it, or privileges
  filter.add(deny, SCMP_SYS(clone), {has_bits(0, new_namespaces, new_namespaces)});
  // Its flags are in memory, where no filter looks; "no such call" lets the C library use clone().
  filter.add(SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3));
  filter.add(deny, SCMP_SYS(prlimit64), {{0, SCMP_CMP_NE, 0, 0}});
  if (abi < 6) filter.add_all(deny, signalling_calls);
  if (abi == 0) {
    filter.add_all(deny, writing_calls);
    for (const auto& [call, argument] : {std::pair{SCMP_SYS(open), 1U}, {SCMP_SYS(openat), 2U}}) {
      filter.add(deny, call, {has_bits(argument, O_ACCMODE, O_WRONLY)});
      filter.add(deny, call, {has_bits(argument, O_ACCMODE, O_RDWR)});
      filter.add(deny, call, {has_bits(argument, O_CREAT, O_CREAT)});
      filter.add(deny, call, {has_bits(argument, O_TRUNC, O_TRUNC)});
    }
    filter.add(SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(openat2));
  }
  return filter.load();
}

// ---------------------------------------------------------------------------------------------------------------------

Done limit(int resource, std::uint64_t most) {
  rlimit64 now{};
  if (::getrlimit64(static_cast<__rlimit_resource_t>(resource), &now) != 0) return refused("limits", errno);
  const rlim64_t value = std::min<rlim64_t>(most, now.rlim_max);
  const rlimit64 wanted{value, value};
  if (::setrlimit64(static_cast<__rlimit_resource_t>(resource), &wanted) != 0) return refused("limits", errno);
  return {};
}

Done give_up_privileges() {
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return refused("no_new_privs", errno);
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) return refused("the parent's death", errno);
  // Neither a core in which the document lies about, nor a look into the process.
  if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return refused("dumpable", errno);
  if (auto done = limit(RLIMIT_CORE, 0); !done) return done;
  return limit(RLIMIT_FSIZE, 0);
}

/// What libraries read long after they were loaded.
std::vector<Grant> files_of_reader() {
  std::vector<Grant> grants;
  for (const char* path :
       {"/usr/share/poppler",  // encodings of PDFs
        "/etc/fonts", "/usr/share/fontconfig", "/usr/share/fonts", "/usr/local/share/fonts", "/var/cache/fontconfig",
        "/usr/share/misc/magic.mgc", "/usr/lib/file/magic.mgc", "/etc/magic"}) {
    grants.push_back({path, may_read_file | may_read_folder});
  }
  return grants;
}

std::vector<Grant> files_of_filter(const std::string& command) {
  constexpr std::uint64_t reads = may_read_file | may_read_folder;
  std::vector<Grant> grants;
  for (const char* path : {"/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"}) {
    grants.push_back({path, reads | may_execute});
  }
  for (const char* path :
       {"/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/alternatives", "/etc/perl", "/etc/localtime",
        "/etc/fonts", "/etc/catdocrc", "/var/cache/fontconfig", "/dev/zero", "/dev/random", "/dev/urandom"}) {
    grants.push_back({path, reads});
  }
  grants.push_back({"/dev/null", may_read_file | may_write_file});
  grants.push_back({std::filesystem::path(command).parent_path().string(), reads | may_execute});
  return grants;
}

}  // namespace

tl::expected<void, std::string> confine_reader(int socket) {
  constexpr std::uint64_t most_descriptors = 64;
  const Protection offered = protection();
  auto done = give_up_privileges();
  if (done) done = limit(RLIMIT_NOFILE, most_descriptors);
  if (done) done = restrict_files(offered.landlock_abi, files_of_reader());
  if (done && offered.seccomp) done = restrict_calls_of_reader(socket, offered.landlock_abi > 0);
  return done;
}

tl::expected<void, std::string> confine_filter(const std::string& command, const FilterLimits& limits) {
  constexpr std::uint64_t most_descriptors = 256;
  const Protection offered = protection();
  auto done = give_up_privileges();
  if (done) done = limit(RLIMIT_NOFILE, most_descriptors);
  if (done) done = limit(RLIMIT_CPU, limits.cpu_seconds);
  if (done) done = restrict_files(offered.landlock_abi, files_of_filter(command));
  if (done && offered.seccomp) done = restrict_calls_of_filter(offered.landlock_abi);
  // Last: what comes above takes memory, too.
  if (done && !has_sanitizer) done = limit(RLIMIT_AS, limits.memory_bytes);
  return done;
}

}  // namespace pilcrow::indexer
