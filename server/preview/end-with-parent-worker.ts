import { workerData } from 'node:worker_threads'

// A thread of a process that draws: while a drawing goes on, its own event loop hears nothing of a server that was killed,
// and a drawing that never ends would outlive it. The orphan of a process has another parent.
const parent = workerData as number
setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL')
}, 1000)
