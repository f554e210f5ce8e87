import { readFileSync } from 'node:fs'

/**
 * Calls `onGone` once whoever started us is gone.
 *
 * `npm start` is npm → `sh -c` → us. SIGTERM to npm ends npm and sh, and nobody tells us; kill -9 of npm leaves even sh.
 * So both are watched. Whoever stands above npm is not: a terminal may close behind `nohup npm start &`.
 * @param {() => void} onGone
 */
export function watchParents(onGone) {
  const watched = chain()
  const timer = setInterval(() => {
    if (isSame(chain(), watched)) return
    clearInterval(timer)
    onGone()
  }, 300)
  timer.unref()
}

/** The PIDs above us, up to npm. */
function chain() {
  const parent = process.ppid
  const grandparent = parentOf(parent)
  return grandparent && nameOf(grandparent).startsWith('npm') ? [parent, grandparent] : [parent]
}

/**
 * @param {number[]} now
 * @param {number[]} before
 */
function isSame(now, before) {
  return now.length === before.length && now.every((pid, index) => pid === before[index])
}

/**
 * Known on Linux only; elsewhere the parent alone is watched.
 * @param {number} pid
 */
function parentOf(pid) {
  // The name in parentheses may hold spaces and parentheses itself: the fields are counted after the last one.
  const fields = read(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ')
  return Number(fields[1] ?? 0)
}

/** @param {number} pid */
function nameOf(pid) {
  return read(`/proc/${pid}/comm`)
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
