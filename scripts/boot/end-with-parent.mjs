// Loaded by `node --import` before a program that must not outlive the one that started it, even where that one is
// killed by -9. The program gets SIGTERM, as if it had been asked.
import { watchParents } from './parents.mjs'

watchParents(() => process.kill(process.pid, 'SIGTERM'))
