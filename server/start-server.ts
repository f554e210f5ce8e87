import { randomInt } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import type { Server } from 'node:http'
import { hostname } from 'node:os'
import path from 'node:path'
import { startAvailabilityClock } from './account/availability-clock.ts'
import { hashSessionId } from './account/session-store.ts'
import type { ApiParts } from './api/parts.ts'
import { isOwnOrigin, readSessionCookie } from './api/same-site.ts'
import { type ApiServer, buildApiServer } from './api/server.ts'
import { createSenderChecks } from './channels/check-senders.ts'
import { createDeliverer, type Deliverer } from './channels/deliver.ts'
import { loadDkimKeys } from './channels/dkim-keys.ts'
import { createMailReceiver } from './channels/fallback-email/receive-mail.ts'
import { type ArrivalProcessor, createArrivalProcessor } from './channels/process-arrivals.ts'
import { createAttachedMails } from './conversation/attached-mail.ts'
import type { DeliveryHandover } from './conversation/delivery-store.ts'
import { createFilePreviews } from './conversation/file-preview.ts'
import { createLinks } from './conversation/links.ts'
import { createSignedIds, type SignedIds } from './conversation/signed-ids.ts'
import { startHousekeeping } from './housekeeping.ts'
import { isEmptyInstallation } from './inbox/open-account.ts'
import { openInstallation } from './installation.ts'
import { createAuthenticator } from './mail/authenticator.ts'
import { createMailParser } from './mail/mail-parser.ts'
import { makeSelfSignedCertificate } from './mail/self-signed-certificate.ts'
import { createSmtpRelay } from './mail/smtp-relay.ts'
import { createSmtpServer, type SmtpServer, type TlsPair } from './mail/smtp-server.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import type { Clock } from './platform/clock.ts'
import { startConsumer } from './platform/consumer.ts'
import { type Database, openDatabase } from './platform/database.ts'
import { createDnsResolver, type DnsResolver } from './platform/dns.ts'
import { startEmbeddedPostgres } from './platform/embedded-postgres.ts'
import { startAnnouncer } from './platform/events.ts'
import { type FileStore, openFileStore } from './platform/files.ts'
import { loadInstallationSecret } from './platform/installation-secret.ts'
import { takeInstanceLock } from './platform/instance-lock.ts'
import { createKeyring, type Keyring } from './platform/keyring.ts'
import type { Log } from './platform/log.ts'
import { keepMemoryLow } from './platform/memory.ts'
import { migrate } from './platform/migrate.ts'
import { enterProcess } from './platform/process-registry.ts'
import { type Settings, withListeningPort } from './platform/settings.ts'
import { StartError } from './platform/start-error.ts'
import { createDrawer } from './preview/drawer.ts'
import { sealCursors } from './realtime/cursor.ts'
import { startHub } from './realtime/hub.ts'
import { serveRealtime } from './realtime/realtime-server.ts'
import { routing } from './routing/route-threads.ts'
import { sendTestMail } from './test-mail.ts'
import { ticketReaction } from './ticket/make-tickets.ts'

export type RunningServer = {
  settings: Settings
  /** null where this process does not run `web`. */
  address: URL | null
  smtpPort: number | null
  /** What the first sign-up asks for; null: nothing. */
  signupCode: string | null
  routes: ApiServer['routes']
  databaseUrl: string
  /** Accepts nothing more, finishes what is in hand, hands the rest back. */
  close(): Promise<void>
}

export type StartOptions = {
  settings: Settings
  log: Log
  onProgress(sentence: string): void
  /** Something that it cannot go on without failed while it ran. */
  onFailed(error: Error): void
  /** Settings of the embedded PostgreSQL; tests turn `fsync` off. */
  postgresFlags?: Record<string, string>
  /** What decides by the hour asks this; the machine's clock where it is absent. */
  now?: Clock
}

/** Undone in reverse order, each step whatever became of the others. */
type Closing = { step: string; close(): unknown }[]

/**
 * Starts what `SAMTALE_ROLES` names: database, file store, then what works on them, and last the doors. Whatever was begun
 * is undone again where a later step fails.
 */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const closing: Closing = []
  const close = () => closeAll(closing, options.log)
  try {
    return { ...(await start(options, closing)), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function start(options: StartOptions, closing: Closing): Promise<Omit<RunningServer, 'close'>> {
  const { settings, log, onProgress } = options
  const lock = await takeInstanceLockFor(settings, closing)
  const keyring = createKeyring(await loadInstallationSecret(settings.secret, settings.dataFolder))
  const databaseUrl = settings.databaseUrl ?? (await startPostgres(options, closing))
  await migrate(databaseUrl, onProgress)
  const database = openDatabase(databaseUrl, {
    onError: (error) => log.warn({ err: error }, 'The database closed a connection'),
  })
  closing.push({ step: 'database', close: () => database.close() })
  const files = await openFileStore(path.join(settings.dataFolder, 'files'))
  const { epoch } = await openInstallation(database.db, keyring, files, settings.mailDomains)
  const isAlone = settings.databaseUrl === null
  const registered = await enterProcess(database.db, settings.roles, isAlone)
  closing.push({ step: 'process registry', close: () => registered.close() })
  const announcer = await startAnnouncer(database, !isAlone)
  closing.push({ step: 'announcer', close: () => announcer.close() })

  const memory = keepMemoryLow()
  closing.push({ step: 'memory', close: () => memory.close() })
  const metrics = createMetrics()
  const dns = createDnsResolver({ servers: settings.dnsServers })
  closing.push({ step: 'DNS', close: () => dns.close() })
  const shared: Shared = {
    ...options,
    now: options.now ?? Date.now,
    publicUrl: new URL(settings.publicUrl),
    database,
    files,
    keyring,
    signedIds: createSignedIds(keyring),
    processId: registered.id,
    dns,
    metrics,
    closing,
  }
  const arrivals = settings.roles.has('worker') ? startArrivals(shared) : null
  const deliverer = settings.roles.has('worker') ? await startDelivery(shared) : null
  if (settings.roles.has('worker')) {
    const housekeeping = startHousekeeping(database, files, log)
    closing.push({ step: 'housekeeping', close: () => housekeeping.close() })
    const availability = startAvailabilityClock(database, shared.now, log)
    closing.push({ step: 'availability', close: () => availability.close() })
    const router = await startConsumer({ database, announcer, log }, routing(shared.now))
    closing.push({ step: 'routing', close: () => router.close() })
    const tickets = await startConsumer({ database, announcer, log }, ticketReaction)
    closing.push({ step: 'tickets', close: () => tickets.close() })
  }
  const nudgeOwn = () => {
    deliverer?.nudge()
    arrivals?.nudge()
  }
  // Alone, whoever makes work says so. Where roles are split every announcement may mean work for a worker elsewhere.
  if (!isAlone) announcer.subscribe(nudgeOwn)
  const nudgeWorkers = isAlone ? nudgeOwn : () => database.announce()
  const waitForOthers: DeliveryHandover = { leasedBy: null, take: () => database.announce() }
  const handOverDeliveries = () => deliverer?.handover() ?? waitForOthers
  const smtpPort = settings.roles.has('smtp') ? await startSmtp(shared, arrivals) : null
  const web = settings.roles.has('web')
    ? await startWeb(shared, { epoch, announcer, smtpPort, nudgeWorkers, handOverDeliveries })
    : { settings, address: null, signupCode: null, routes: [] }
  if (web.address) await lock?.announce(web.address.href)
  return { ...web, smtpPort, databaseUrl }
}

type Shared = StartOptions & {
  now: Clock
  /** With PORT=0 its port is filled in once the web server listens. */
  publicUrl: URL
  database: Database
  files: FileStore
  keyring: Keyring
  signedIds: SignedIds
  processId: string
  dns: DnsResolver
  metrics: Metrics
  closing: Closing
}

/** Roles split over processes share a data folder or have their own: then the database is what they share, not the folder. */
async function takeInstanceLockFor(settings: Settings, closing: Closing) {
  if (settings.databaseUrl !== null) return null
  // npm ends before the server that it was told to stop: a start right after that waits for it.
  const lock = await takeInstanceLock(settings.dataFolder, { waitSeconds: 3 })
  closing.push({ step: 'instance lock', close: () => lock.release() })
  return lock
}

async function startPostgres(
  { settings, log, onProgress, onFailed, postgresFlags }: StartOptions,
  closing: Closing,
): Promise<string> {
  const postgres = await startEmbeddedPostgres({
    dataFolder: settings.dataFolder,
    log,
    onProgress,
    onFailed,
    ...(postgresFlags ? { flags: postgresFlags } : {}),
  })
  closing.push({ step: 'PostgreSQL', close: () => postgres.stop() })
  return postgres.url
}

function startArrivals(shared: Shared): ArrivalProcessor {
  const { database, files, signedIds, processId, dns, log, metrics, closing } = shared
  const parser = createMailParser()
  closing.push({ step: 'mail parser', close: () => parser.close() })
  const authenticator = createAuthenticator({ dns })
  closing.push({ step: 'authenticator', close: () => authenticator.close() })
  const checks = createSenderChecks({ database, files, parser, authenticator, processId, log })
  closing.push({ step: 'sender checks', close: () => checks.close() })
  const onStored = (count: number) => metrics.stored.inc(count)
  const arrivals = createArrivalProcessor({ database, files, parser, checks, signedIds, processId, log, onStored })
  closing.push({ step: 'arrivals', close: () => arrivals.close() })
  return arrivals
}

async function startDelivery(shared: Shared): Promise<Deliverer | null> {
  const { settings, publicUrl, database, files, keyring, signedIds, processId, dns, log, closing } = shared
  if (!settings.smtpRelay) return null
  const relay = createSmtpRelay({
    url: relayUrl(settings.smtpRelay),
    name: settings.mailDomains.paid,
    maxConnections: 8,
  })
  closing.push({ step: 'relay', close: () => relay.close() })
  const dkimKeys = await loadDkimKeys(database.db, keyring, settings.mailDomains, dns)
  const deliverer = createDeliverer({ database, files, signedIds, relay, processId, publicUrl, dkimKeys }, log)
  closing.push({ step: 'delivery', close: () => deliverer.close() })
  return deliverer
}

function relayUrl({ host, port, secure, user, password }: NonNullable<Settings['smtpRelay']>): string {
  const login = user === null ? '' : `${encodeURIComponent(user)}:${encodeURIComponent(password ?? '')}@`
  return `${secure ? 'smtps' : 'smtp'}://${login}${host.includes(':') ? `[${host}]` : host}:${port}`
}

async function startSmtp(shared: Shared, arrivals: ArrivalProcessor | null): Promise<number> {
  const { settings, database, files, signedIds, log, metrics, closing } = shared
  const handover = () => arrivals?.handover() ?? { leasedBy: null, take: () => {} }
  const receiver = createMailReceiver(database, files, signedIds, settings.mailDomains, handover)
  const server: SmtpServer = createSmtpServer({
    host: settings.smtpHost,
    port: settings.smtpPort,
    hostname: settings.mailDomains.paid.endsWith('localhost') ? hostname() : settings.mailDomains.paid,
    tls: await tlsPair(settings),
    spoolFolder: files.spoolFolder,
    maxBytes: settings.maxMessageBytes,
    log,
    ...receiver,
  })
  const port = await server.listen().catch((error: unknown) => {
    throw portError(error, 'SMTP_PORT', settings.smtpPort)
  })
  closing.push({ step: 'SMTP', close: () => server.close() })
  metrics.watch({ smtp: () => server.stats() })
  return port
}

/** The files of SMTP_TLS_CERT and SMTP_TLS_KEY, read anew for each connection; else a self-signed pair made once. */
async function tlsPair({ smtpTls, dataFolder, mailDomains }: Settings): Promise<() => TlsPair> {
  if (smtpTls) {
    const read = () => ({ cert: readFileSync(smtpTls.certFile, 'utf8'), key: readFileSync(smtpTls.keyFile, 'utf8') })
    read()
    return read
  }
  const file = path.join(dataFolder, 'smtp-tls.json')
  if (!existsSync(file))
    await writeFile(file, JSON.stringify(makeSelfSignedCertificate(mailDomains.paid)), { mode: 0o600 })
  const pair = JSON.parse(await readFile(file, 'utf8')) as TlsPair
  return () => pair
}

type WebNeeds = {
  epoch: string
  announcer: Awaited<ReturnType<typeof startAnnouncer>>
  smtpPort: number | null
  nudgeWorkers: () => void
  handOverDeliveries: () => DeliveryHandover
}

async function startWeb(shared: Shared, needs: WebNeeds) {
  const { epoch, announcer, smtpPort, nudgeWorkers, handOverDeliveries } = needs
  const { database, files, keyring, signedIds, log, now, metrics, closing } = shared
  const links = createLinks(keyring)
  const hub = await startHub({ database, announcer, links, cursors: sealCursors(keyring, epoch), log, now })
  closing.push({ step: 'realtime', close: () => hub.close() })
  metrics.watch({ hub: hub.stats })

  // Of its own: who looks at an attached mail does not wait for those that arrive.
  const parser = createMailParser()
  closing.push({ step: 'attached mails', close: () => parser.close() })
  const drawer = createDrawer()
  closing.push({ step: 'drawer', close: () => drawer.close() })
  let isStopping = false
  const signupCode = await makeSignupCode(shared.settings, database)
  // The port is known once it listens; nothing is asked before.
  const parts: ApiParts = {
    database,
    files,
    attachedMails: createAttachedMails(files, parser),
    filePreviews: createFilePreviews(drawer),
    drawer,
    signedIds,
    links,
    keyring,
    settings: shared.settings,
    publicUrl: shared.publicUrl,
    domains: shared.settings.mailDomains,
    dns: shared.dns,
    log,
    now,
    signupCode,
    streamPosition: hub.position,
    onAccessChange: hub.onAccessChange,
    nudgeWorkers,
    handOverDeliveries,
    sendTestMail: (mail) => sendTestMail(shared.settings, smtpPort, mail),
    isStopping: () => isStopping,
  }
  const { app, routes } = await buildApiServer(parts, metrics.registry, path.join(import.meta.dirname, '../dist/web'))
  const realtime = serveRealtime(app.server as Server, {
    database,
    hub,
    log,
    sessionOf(request) {
      if (!isOwnOrigin(request.headers.origin ?? '', parts.publicUrl)) return null
      const cookie = readSessionCookie(request, parts.publicUrl)
      return cookie === null ? null : hashSessionId(cookie)
    },
  })
  await app.listen({ host: shared.settings.host, port: shared.settings.port }).catch((error: unknown) => {
    throw portError(error, 'PORT', shared.settings.port)
  })
  closing.push({ step: 'HTTP', close: () => app.close() })
  closing.push({
    step: 'open browsers',
    close: () => {
      isStopping = true
      realtime.close()
      return hub.close()
    },
  })
  const bound = app.server.address()
  const settings = withListeningPort(
    shared.settings,
    typeof bound === 'object' && bound ? bound.port : shared.settings.port,
  )
  parts.publicUrl.href = settings.publicUrl.href
  return { settings, address: settings.publicUrl, signupCode, routes }
}

/** A server that others can reach asks who runs it to prove that it is his: the code is printed at the start. */
async function makeSignupCode(settings: Settings, database: Database): Promise<string | null> {
  const isLoopback = (host: string) => /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/.test(host)
  if (settings.signup !== 'first' || (isLoopback(settings.host) && isLoopback(settings.publicUrl.hostname))) return null
  if (!(await isEmptyInstallation(database.db))) return null
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  return Array.from({ length: 12 }, () => letters[randomInt(letters.length)]).join('')
}

function portError(error: unknown, setting: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'EADDRINUSE')
    return new StartError(
      `${setting}: port ${port} is taken by another program; stop it, or set ${setting} to a free port.`,
    )
  if (code === 'EACCES')
    return new StartError(`${setting}: port ${port} needs rights that this user does not have; take one above 1023.`)
  if (code === 'EADDRNOTAVAIL') return new StartError(`${setting}: its host is no address of this machine.`)
  return error
}

/** A step that never ends must not keep those after it from ending: its name in the log says where to look. */
const maxCloseMs = 20_000

function withinTime(closing: unknown): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`It did not end within ${maxCloseMs / 1000} seconds.`)), maxCloseMs)
  })
  return Promise.race([closing, late]).finally(() => clearTimeout(timer))
}

async function closeAll(closing: Closing, log: Log): Promise<void> {
  for (const { step, close } of closing.splice(0).reverse()) {
    try {
      await withinTime(close())
    } catch (error) {
      log.error({ err: error }, `Stopping: ${step} did not stop cleanly`)
    }
  }
}
