import { flushCompileCache } from 'node:module'
import { createLog } from './platform/log.ts'
import { readSettings } from './platform/settings.ts'
import { StartError } from './platform/start-error.ts'
import { type RunningServer, startServer } from './start-server.ts'

/** `npm start`: the whole system in one process, until it is told to stop. */
async function main(): Promise<void> {
  const settings = readSettings(process.env)
  const log = createLog({ level: settings.logLevel, pretty: process.stdout.isTTY })
  const stopping = Promise.withResolvers<string>()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.resolve(signal))
  let failure: Error | null = null
  const server = await startServer({
    settings,
    log,
    onProgress: (sentence) => console.error(sentence),
    onFailed(error) {
      failure = error
      stopping.resolve('failure')
    },
  })
  greet(server)
  // Else it is written at the end alone, and there may be none: the next start would compile everything again.
  flushCompileCache()
  const reason = await stopping.promise
  console.error(reason === 'failure' ? 'Stopping: something that Samtale needs is gone.' : 'Stopping …')
  await server.close()
  if (failure) throw failure
}

function greet({ settings, address, smtpPort, signupCode }: RunningServer): void {
  if (address) console.error(`Samtale is ready: ${address.origin}`)
  if (smtpPort !== null) console.error(`Mail is received on port ${smtpPort}.`)
  if (signupCode !== null) console.error(`To create the first account you are asked for this code: ${signupCode}`)
  const { publicUrl } = settings
  if (publicUrl.protocol === 'http:' && !/^(localhost|127\.|\[::1\])/.test(publicUrl.hostname)) {
    console.error('PUBLIC_URL is not https: passwords and mail cross the network in the clear. Put it behind TLS.')
  }
}

try {
  await main()
  process.exit(0)
} catch (error) {
  console.error(error instanceof StartError ? `samtale: ${error.message}` : error)
  process.exit(1)
}
