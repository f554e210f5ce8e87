import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { SmtpServerStats } from './mail/smtp-server.ts'

export type Metrics = {
  registry: Registry
  stored: Counter
  watch(sources: { hub?: () => { clients: number; lagMs: number }; smtp?: () => SmtpServerStats }): void
}

/** What Prometheus may read: counts and lags, no names. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const stored = new Counter({
    name: 'samtale_arrivals_stored_total',
    help: 'Arrivals that became messages',
    registers: [registry],
  })
  return {
    registry,
    stored,
    watch({ hub, smtp }) {
      if (hub) {
        gauge(registry, 'samtale_realtime_clients', 'Open browsers', () => hub().clients)
        gauge(registry, 'samtale_event_lag_ms', 'Since the event stream was last read to its end', () => hub().lagMs)
      }
      if (smtp) {
        gauge(registry, 'samtale_smtp_connections', 'Open SMTP connections', () => smtp().connections)
        gauge(registry, 'samtale_smtp_accepted', 'Mails answered with 250 since the start', () => smtp().accepted)
        gauge(registry, 'samtale_smtp_refused', 'Recipients and mails refused since the start', () => smtp().refused)
        gauge(registry, 'samtale_smtp_failed', 'Mails answered with 451 since the start', () => smtp().failed)
      }
    },
  }
}

function gauge(registry: Registry, name: string, help: string, read: () => number): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(read())
    },
  })
}
