import { spawn } from 'node:child_process'
import { delimiter } from 'node:path'

/**
 * Sends `count` mails of 2 KB over so many sessions at once with `smtp-source`, the load generator that comes with Postfix:
 * what it measures does not rest on how this bench sends. `keepsOpen` false: with a connection for each.
 * Answers whether it is installed.
 */
export async function sendBySmtpSource(
  port: number,
  to: string,
  { count, sessions, keepsOpen }: { count: number; sessions: number; keepsOpen: boolean },
): Promise<boolean> {
  const mail = ['-l', '2048', '-f', 'kari@customer.example', '-t', to, '-M', 'bench.example', '-S', 'Hvor er ordren?']
  const load = ['-m', String(count), '-s', String(sessions), ...(keepsOpen ? ['-d'] : [])]
  // Debian puts it where only root's shell looks.
  const path = [process.env.PATH, '/usr/sbin', '/usr/libexec/postfix'].join(delimiter)
  const child = spawn('smtp-source', [...load, ...mail, `127.0.0.1:${port}`], {
    env: { PATH: path },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  return new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? resolve(false) : reject(error)))
    child.once('close', (status) =>
      status === 0 ? resolve(true) : reject(new Error(`smtp-source ended with ${status}: ${said.trim()}`)),
    )
  })
}
