/*
 * measure.c -- run a command and print "seconds kilobytes": the time on the
 * wall and the largest memory that it held.  Not part of postcart.
 *
 *   measure COMMAND [argument ...] >output 2>figures
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int
main(int argc, char **argv)
{
    struct rusage use;
    double start = now();
    int status;
    pid_t child;

    if (argc < 2)
        return 2;
    child = fork();
    if (child < 0)
        return 1;
    if (child == 0) {
        execvp(argv[1], argv + 1);
        _exit(127);
    }
    if (waitpid(child, &status, 0) != child || !WIFEXITED(status) ||
        WEXITSTATUS(status) != 0)
        return 1;
    getrusage(RUSAGE_CHILDREN, &use);
    fprintf(stderr, "%.3f %ld\n", now() - start, use.ru_maxrss);
    return 0;
}
