/* kptool: what runs inside the kernel peer's guest (static binary).
 *
 *   kptool agent DEV             answer on a control port: run a shell command, send back its output and exit status
 *   kptool wr FILE VALUE [...]   one write(2) per FILE VALUE pair, prints OK or the errno
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static uint64_t now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000ull + (uint64_t)t.tv_nsec;
}

static void nap_ms(int ms)
{
	struct timespec t = { ms / 1000, (ms % 1000) * 1000000L };
	nanosleep(&t, NULL);
}

static int die(const char *what)
{
	fprintf(stderr, "kptool: %s: %s\n", what, strerror(errno));
	return 2;
}

/* ------------------------------------------------------------------ agent */

/* 1 byte read, 0 when nothing came for the limit (limit < 0: for ever). */
static int get1(int fd, char *c, int limit_ms)
{
	int waited = 0;
	for (;;) {
		ssize_t n = read(fd, c, 1);
		if (n == 1)
			return 1;
		if (n < 0 && errno != EAGAIN && errno != EINTR)
			nap_ms(50);
		if (limit_ms >= 0 && waited >= limit_ms)
			return 0;
		struct pollfd p = { .fd = fd, .events = POLLIN };
		int r = poll(&p, 1, 200);
		if (r == 0) {
			waited += 200;
		} else if (!(p.revents & POLLIN)) {   /* host side not connected */
			nap_ms(5);
			waited += 5;
		}
	}
}

static int get_all(int fd, char *buf, size_t len)
{
	size_t got = 0;
	int waited = 0;
	while (got < len) {
		ssize_t n = read(fd, buf + got, len - got);
		if (n > 0) {
			got += (size_t)n;
			waited = 0;
			continue;
		}
		struct pollfd p = { .fd = fd, .events = POLLIN };
		if (poll(&p, 1, 200) == 0 || !(p.revents & POLLIN)) {
			nap_ms(5);
			waited += 50;
		}
		if (waited > 5000)
			return 0;
	}
	return 1;
}

static void put_all(int fd, const char *buf, size_t len)
{
	int idle = 0;
	while (len) {
		ssize_t n = write(fd, buf, len);
		if (n > 0) {
			buf += n;
			len -= (size_t)n;
			idle = 0;
			continue;
		}
		struct pollfd p = { .fd = fd, .events = POLLOUT };
		poll(&p, 1, 100);
		nap_ms(2);
		if (++idle > 100)                     /* nobody reads: drop the reply */
			return;
	}
}

static char *slurp(const char *path, size_t *len)
{
	int fd = open(path, O_RDONLY);
	struct stat st;
	*len = 0;
	if (fd < 0 || fstat(fd, &st) < 0) {
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	char *b = malloc((size_t)st.st_size + 1);
	while (b && *len < (size_t)st.st_size) {
		ssize_t n = read(fd, b + *len, (size_t)st.st_size - *len);
		if (n <= 0)
			break;
		*len += (size_t)n;
	}
	close(fd);
	return b;
}

static int agent(const char *dev)
{
	int fd = -1;
	for (int i = 0; i < 100 && fd < 0; i++) {
		fd = open(dev, O_RDWR | O_NONBLOCK | O_CLOEXEC);
		if (fd < 0)
			nap_ms(50);
	}
	if (fd < 0)
		return die(dev);
	char dir[] = "/tmp/kptoolXXXXXX";
	if (!mkdtemp(dir))
		return die("mkdtemp");
	char fo[64], fe[64], fi[64];
	snprintf(fo, sizeof fo, "%s/out", dir);
	snprintf(fe, sizeof fe, "%s/err", dir);
	snprintf(fi, sizeof fi, "%s/in", dir);
	for (;;) {
		char line[256];
		size_t n = 0;
		for (;;) {                            /* request: X id timeout_ms cmdlen inlen\n */
			char c;
			if (!get1(fd, &c, n ? 5000 : -1)) {
				n = 0;
				continue;
			}
			if (c == '\n')
				break;
			if (n < sizeof line - 1)
				line[n++] = c;
		}
		line[n] = 0;
		unsigned long long id, tmo, cl, il;
		if (sscanf(line, "X %llu %llu %llu %llu", &id, &tmo, &cl, &il) != 4 ||
			cl > 1 << 24 || il > 1 << 28)
			continue;
		char *cmd = malloc(cl + 1), *in = malloc(il + 1);
		if (!cmd || !in || !get_all(fd, cmd, cl) || !get_all(fd, in, il)) {
			free(cmd);
			free(in);
			continue;
		}
		cmd[cl] = 0;
		int w = open(fi, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
		for (size_t o = 0; w >= 0 && o < il;) {
			ssize_t k = write(w, in + o, il - o);
			if (k <= 0)
				break;
			o += (size_t)k;
		}
		if (w >= 0)
			close(w);
		int status = -1;
		uint64_t t0 = now_ns();
		pid_t pid = cl ? fork() : 0;          /* an empty command is a ping: nothing is run */
		if (!cl)
			status = 0;
		if (pid == 0 && cl) {
			setsid();
			int a = open(fi, O_RDONLY), b = open(fo, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600),
				c = open(fe, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600);
			dup2(a, 0);
			dup2(b, 1);
			dup2(c, 2);
			for (int i = 3; i < 64; i++)
				close(i);
			execl("/bin/sh", "sh", "-c", cmd, (char *)NULL);
			_exit(127);
		}
		if (pid > 0) {
			uint64_t end = t0 + tmo * 1000000ull;
			int st, ms = 0, killed = 0;
			for (;;) {
				pid_t r = waitpid(pid, &st, WNOHANG);
				if (r == pid) {
					status = killed ? 124 : WIFEXITED(st) ? WEXITSTATUS(st) : 128 + WTERMSIG(st);
					break;
				}
				if (!killed && tmo && now_ns() > end) {
					kill(-pid, SIGKILL);
					killed = 1;
				}
				nap_ms(ms < 10 ? ++ms : 10);
			}
		}
		uint64_t t1 = now_ns();
		size_t ol, el;
		char *o = slurp(fo, &ol), *e = slurp(fe, &el);
		char head[200];
		int hl = snprintf(head, sizeof head, "R %llu %d %llu %llu %zu %zu\n", id, status,
						  (unsigned long long)t0, (unsigned long long)t1, ol, el);
		put_all(fd, head, (size_t)hl);
		put_all(fd, o, ol);
		put_all(fd, e, el);
		free(o);
		free(e);
		free(cmd);
		free(in);
	}
}

/* ----------------------------------------------------------------- writes */

static int wr(int argc, char **argv)
{
	int bad = 0;
	for (int i = 0; i + 1 < argc; i += 2) {
		int fd = open(argv[i], O_WRONLY);
		ssize_t n = -1;
		char buf[4096];
		int len = snprintf(buf, sizeof buf, "%s\n", argv[i + 1]);
		int err = 0;
		if (fd < 0 || (n = write(fd, buf, (size_t)len)) < 0)
			err = errno;
		if (fd >= 0)
			close(fd);
		if (err) {
			printf("%s %d %s\n", strerrorname_np(err), err, strerror(err));
			bad = 1;
		} else {
			printf("OK %zd\n", n);
		}
	}
	return bad;
}

int main(int argc, char **argv)
{
	const char *c = argc > 1 ? argv[1] : "";
	if (!strcmp(c, "agent") && argc == 3)
		return agent(argv[2]);
	if (!strcmp(c, "wr"))
		return wr(argc - 2, argv + 2);
	fprintf(stderr, "usage: kptool agent DEV | wr FILE VALUE ...\n");
	return 2;
}
