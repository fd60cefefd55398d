/* Writes down, in order, what a process does to files below one folder: for the drill that cuts the power.
 *
 * Preloaded into the process. CUT_LOG: the file to append to. CUT_BELOW: the folder that is watched.
 * One record: kind (1 byte), length of the path (u16), number (i64), length of the bytes (u32), path, bytes; little endian.
 * Kinds: W bytes written at an offset, T cut to a length, S flushed, N a new name, R a name that became another (the bytes are
 * the other), U a name taken away.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

enum { MOST = 4096, LONGEST = 512 };

static char known[MOST][LONGEST];
static int out = -1;
static const char *below;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int watched(const char *path) { return below && strncmp(path, below, strlen(below)) == 0; }

static const char *of(int fd) { return fd >= 0 && fd < MOST && watched(known[fd]) ? known[fd] : NULL; }

static void tell(char kind, const char *path, int64_t number, const void *bytes, size_t length) {
  int kept = errno;
  uint16_t named = (uint16_t)strlen(path);
  uint32_t size = (uint32_t)length;
  char head[15];
  head[0] = kind;
  memcpy(head + 1, &named, 2);
  memcpy(head + 3, &number, 8);
  memcpy(head + 11, &size, 4);
  struct iovec parts[] = {{head, sizeof head}, {(void *)path, named}, {(void *)bytes, length}};
  pthread_mutex_lock(&turn);
  if (writev(out, parts, 3) < 0) abort(); /* a drill with a hole in it proves nothing */
  pthread_mutex_unlock(&turn);
  errno = kept;
}

__attribute__((constructor)) static void begin(void) {
  const char *log = getenv("CUT_LOG");
  below = getenv("CUT_BELOW");
  if (log && below) out = REAL(open)(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (out < 0) below = NULL;
}

/* Absolute paths only: the process under test names its files so. */
static void opened(int fd, const char *path, int flags, int existed) {
  if (fd < 0 || fd >= MOST) return;
  strncpy(known[fd], path, LONGEST - 1);
  if (!watched(path)) return;
  if ((flags & O_CREAT) && !existed) tell('N', path, 0, NULL, 0);
  if ((flags & O_TRUNC) && existed) tell('T', path, 0, NULL, 0);
}

#define OPENING(name)                                                   \
  int name(const char *path, int flags, ...) {                          \
    mode_t mode = 0;                                                    \
    if (flags & (O_CREAT | O_TMPFILE)) {                                \
      va_list rest;                                                     \
      va_start(rest, flags);                                            \
      mode = va_arg(rest, mode_t);                                      \
      va_end(rest);                                                     \
    }                                                                   \
    int existed = watched(path) && access(path, F_OK) == 0;             \
    int fd = REAL(name)(path, flags, mode);                             \
    opened(fd, path, flags, existed);                                   \
    return fd;                                                          \
  }
OPENING(open)
OPENING(open64)

int close(int fd) {
  if (fd >= 0 && fd < MOST) known[fd][0] = 0;
  return REAL(close)(fd);
}

ssize_t write(int fd, const void *bytes, size_t length) {
  const char *path = of(fd);
  int64_t at = path ? lseek(fd, 0, SEEK_CUR) : 0;
  ssize_t done = REAL(write)(fd, bytes, length);
  if (path && done > 0) tell('W', path, at, bytes, (size_t)done);
  return done;
}

#define PLACED(name, offset)                                                  \
  ssize_t name(int fd, const void *bytes, size_t length, offset at) {         \
    ssize_t done = REAL(name)(fd, bytes, length, at);                         \
    if (done > 0 && of(fd)) tell('W', of(fd), at, bytes, (size_t)done);       \
    return done;                                                              \
  }
PLACED(pwrite, off_t)
PLACED(pwrite64, off64_t)

#define FLUSHING(name)                                 \
  int name(int fd) {                                   \
    int done = REAL(name)(fd);                         \
    if (!done && of(fd)) tell('S', of(fd), 0, NULL, 0); \
    return done;                                       \
  }
FLUSHING(fsync)
FLUSHING(fdatasync)

#define CUTTING(name, offset)                                 \
  int name(int fd, offset length) {                           \
    int done = REAL(name)(fd, length);                        \
    if (!done && of(fd)) tell('T', of(fd), length, NULL, 0);  \
    return done;                                              \
  }
CUTTING(ftruncate, off_t)
CUTTING(ftruncate64, off64_t)

int unlink(const char *path) {
  int done = REAL(unlink)(path);
  if (!done && watched(path)) tell('U', path, 0, NULL, 0);
  return done;
}

int rename(const char *from, const char *to) {
  int done = REAL(rename)(from, to);
  if (!done && watched(from)) tell('R', from, 0, to, strlen(to));
  return done;
}
