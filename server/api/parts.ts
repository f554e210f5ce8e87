import type { AttachedMails } from '../conversation/attached-mail.ts'
import type { DeliveryHandover } from '../conversation/delivery-store.ts'
import type { FilePreviews } from '../conversation/file-preview.ts'
import type { Links } from '../conversation/links.ts'
import type { SignedIds } from '../conversation/signed-ids.ts'
import type { MailDomains } from '../inbox/fallback-address.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.ts'
import type { DnsResolver } from '../platform/dns.ts'
import type { FileStore } from '../platform/files.ts'
import type { Keyring } from '../platform/keyring.ts'
import type { Log } from '../platform/log.ts'
import type { Settings } from '../platform/settings.ts'
import type { Drawer } from '../preview/drawer.ts'

/** What the HTTP API is joined to; `main.ts` builds it. */
export type ApiParts = {
  database: Database
  files: FileStore
  attachedMails: AttachedMails
  filePreviews: FilePreviews
  drawer: Drawer
  signedIds: SignedIds
  links: Links
  keyring: Keyring
  settings: Settings
  /** With the port that is really listened on. */
  publicUrl: URL
  domains: MailDomains
  dns: DnsResolver
  log: Log
  now: Clock
  /** The code that the first sign-up asks for; null: it asks for none. */
  signupCode: string | null
  /** Where the realtime stream stands. */
  streamPosition(): Promise<string>
  /** Hears of each change of rights, also one that another process made, before any browser does. */
  onAccessChange(listener: () => void): void
  /** For deliveries that a request makes. */
  handOverDeliveries(): DeliveryHandover
  /** Something may be due: to leave, or to be stored that this process's own SMTP server did not receive. */
  nudgeWorkers(): void
  /** Hands a mail to the SMTP port as any stranger would. */
  sendTestMail(mail: { from: string; to: string; raw: Buffer }): Promise<void>
  /** Whether the process can serve. */
  isStopping(): boolean
}
