import path from 'node:path'
import { Worker } from 'node:worker_threads'
import sharp from 'sharp'
import { drawAvatar } from './draw-avatar.ts'
import { drawMailPicture } from './draw-mail-picture.ts'
import { drawPicture } from './draw-picture.ts'
import type { DrawAnswer, DrawTask } from './drawing.ts'

// A process that draws what strangers made, one after the other. See drawer.ts.

sharp.cache(false)
sharp.concurrency(1)
// Whose it is, it is told: a server may be gone before this process first asks.
new Worker(path.join(import.meta.dirname, `end-with-parent-worker${path.extname(import.meta.filename)}`), {
  workerData: Number(process.argv[2]),
})
process.on('disconnect', () => process.exit())
process.on('message', (task: DrawTask) => {
  void draw(task).then((answer) => process.send?.(answer))
})
process.send?.('ready')

async function draw(task: DrawTask): Promise<DrawAnswer> {
  try {
    if (task.kind === 'avatar') return await drawAvatar(task)
    if (task.kind === 'mail-picture') return await drawMailPicture(task)
    if (task.kind === 'picture') return await drawPicture(task)
    // Loaded where it is needed: most files are pictures.
    const { drawPage } = await import('./draw-page.ts')
    return await drawPage(task)
  } catch (error) {
    const message = error instanceof Error ? error.message : ''
    const isTooLarge = /pixel limit|out of memory|OOM|allocat|Cannot enlarge memory|Aborted/i.test(message)
    if (/timeout/i.test(message)) return { notDrawn: 'tooSlow' }
    // What failed in the midst of a PDF may have left the reader's memory in any state.
    return { notDrawn: isTooLarge ? 'tooLarge' : 'broken', ...(task.kind === 'pdf' ? { isSpoiled: true } : {}) }
  }
}
