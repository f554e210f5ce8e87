import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { build } from 'vite'
import { root } from './boot/terminal.mjs'
import { isWebFresh, sourceStamp, stampName, webFolder } from './boot/web-build.mjs'

/**
 * Builds the browser application into dist/web, where it is not fresh. A running server sees the old one or the new
 * one, never a half: it is built beside and then takes the place.
 */
async function buildWeb(): Promise<void> {
  if (isWebFresh()) return
  process.stderr.write('Building the web app …\n')
  const stamp = sourceStamp()
  const unfinished = `${webFolder}.${process.pid}`
  try {
    await mkdir(dirname(webFolder), { recursive: true })
    await build({
      configFile: join(root, 'web/vite.config.ts'),
      build: { outDir: unfinished, emptyOutDir: true },
      logLevel: 'warn',
    })
    await writeFile(join(unfinished, stampName), stamp)
    await replaceFolder(webFolder, unfinished)
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
}

async function replaceFolder(folder: string, successor: string): Promise<void> {
  const former = `${folder}.former.${process.pid}`
  await rename(folder, former).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  await rename(successor, folder)
  await rm(former, { recursive: true, force: true })
}

try {
  await buildWeb()
} catch (error) {
  process.stderr.write(`The web app could not be built: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}
