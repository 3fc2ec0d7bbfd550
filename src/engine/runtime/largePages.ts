const tunable = 'glibc.malloc.hugetlb';

/**
 * What has the C library of most Linux systems (glibc from 2.35 on) ask for large memory in pages of 2 MiB, which the system then
 * gives at once instead of 4 KiB at a time: a state that grows, or is restored, takes a new page for every few keys. It is read
 * when a process begins, and means nothing elsewhere. Nothing where the environment says how large pages are to be.
 */
export function largePages({ GLIBC_TUNABLES: given }: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  if (given === undefined || given === '') return { GLIBC_TUNABLES: `${tunable}=1` };
  return given.includes(tunable) ? {} : { GLIBC_TUNABLES: `${given}:${tunable}=1` };
}
