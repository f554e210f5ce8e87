import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BrowserContext } from 'playwright-core'
import { afterAll } from 'vitest'

/** Somebody's server on the internet, which learns of every request that a mail causes. Gone with the file's tests. */
export async function startTracker(): Promise<{ url: string; visits: string[] }> {
  const visits: string[] = []
  const server = createServer((request, response) => {
    visits.push(request.url ?? '')
    response.end()
  }).listen(0, '127.0.0.1')
  afterAll(() => {
    server.close()
    server.closeAllConnections()
  })
  await new Promise((resolve) => server.once('listening', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, visits }
}

/**
 * What a hostile page did, in the order it did it: every call of `alert` and its kin in any frame, every refusal of a
 * content security policy (the sanitiser should have left it nothing to refuse), every window opened, every request to
 * elsewhere. Holds for what is opened after it.
 */
export async function watchBrowser(context: BrowserContext, origin: string): Promise<string[]> {
  const heard: string[] = []
  await context.exposeBinding('hostileCall', (_, what: string) => void heard.push(what))
  await context.addInitScript({ content: tellsWhatRuns })
  context.on('page', (page) => heard.push(`opened ${page.url()}`))
  context.on('dialog', (dialog) => {
    heard.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  context.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(origin) && !/^(?:data|blob):/.test(url)) heard.push(`asked ${url}`)
  })
  return heard
}

const tellsWhatRuns = `{
  const tell = (what) => window.hostileCall(what)
  for (const name of ['alert', 'confirm', 'prompt']) window[name] = () => tell(name + ' in ' + location.href)
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) =>
    tell('refused ' + effectiveDirective + ' ' + blockedURI + ' ' + sample),
  )
}`
