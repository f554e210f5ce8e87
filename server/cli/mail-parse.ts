import { readFile } from 'node:fs/promises'
import { createMailParser } from '../mail/mail-parser.ts'
import { describeMail } from '../mail/parse-report.ts'
import { UsageError } from './usage-error.ts'

/** `mail parse`: what Samtale finds in raw mails, by the code that receives them. A file that cannot be read is said in its place. */
export async function mailParse(files: readonly string[]) {
  if (files.length === 0) throw new UsageError('mail parse takes the names of one or more files.')
  const parser = createMailParser({ threads: 2 })
  try {
    const results: unknown[] = []
    // A few at a time: the threads are busy, and thousands of files are not in memory together.
    for (let start = 0; start < files.length; start += 16) {
      results.push(...(await Promise.all(files.slice(start, start + 16).map((file) => parseFile(parser, file)))))
    }
    return { results }
  } finally {
    await parser.close()
  }
}

async function parseFile(parser: ReturnType<typeof createMailParser>, file: string): Promise<unknown> {
  try {
    return await describeMail(parser, file, await readFile(file))
  } catch (error) {
    return { file, error: error instanceof Error ? error.message : String(error) }
  }
}
