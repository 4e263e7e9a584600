/* cpu.c -- run a command; print its CPU seconds, wall seconds and kilobytes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static double
seconds(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

int
main(int argc, char **argv)
{
    struct timeval begin, end;
    struct rusage use;
    int status = 0;
    pid_t child;

    if (argc < 2)
        return 2;
    gettimeofday(&begin, NULL);
    child = fork();
    if (child == 0) {
        execvp(argv[1], argv + 1);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &use) < 0)
        return 2;
    gettimeofday(&end, NULL);
    fprintf(stderr, "%.3f %.3f %ld\n",
            seconds(use.ru_utime) + seconds(use.ru_stime),
            seconds(end) - seconds(begin), use.ru_maxrss);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
