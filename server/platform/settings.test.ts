import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { readSettings, SettingsError, withListeningPort } from './settings.ts'

test('without any setting it runs on this machine alone', () => {
  expect(readSettings({})).toEqual({
    dataFolder: resolve('data'),
    host: '127.0.0.1',
    port: 3000,
    publicUrl: new URL('http://localhost:3000'),
    smtpHost: '127.0.0.1',
    smtpPort: 2525,
    mailDomains: { paid: 'inbox.localhost', free: 'free.inbox.localhost' },
    smtpRelay: null,
    databaseUrl: null,
    allowPrivate: [],
    defaultPlan: 'enterprise',
    signup: 'first',
    roles: new Set(['web', 'smtp', 'worker']),
    secret: null,
    trustedProxies: [],
    smtpTls: null,
    dnsServers: [],
    metricsToken: null,
    apiRateLimit: 20_000,
    maxMessageBytes: 52_428_800,
    logLevel: 'info',
  })
})

const relay = { host: 'mail.solvik.example', port: 587, secure: false, user: null, password: null }
const database = 'postgres://samtale:secret@db.solvik.example/samtale'

test.each([
  { because: 'an empty value is none', env: { PORT: ' ' }, settings: { port: 3000 } },
  { because: 'PUBLIC_URL follows PORT', env: { PORT: '80' }, settings: { publicUrl: new URL('http://localhost:80') } },
  { because: 'mail is received where the web is', env: { HOST: '0.0.0.0' }, settings: { smtpHost: '0.0.0.0' } },
  { because: 'or elsewhere', env: { HOST: '::1', SMTP_HOST: '::' }, settings: { host: '::1', smtpHost: '::' } },
  {
    because: 'mail domains are kept as they travel',
    env: { MAIL_DOMAIN_PAID: 'Blåbær.example', MAIL_DOMAIN_FREE: 'free.solvik.example' },
    settings: { mailDomains: { paid: 'xn--blbr-roah.example', free: 'free.solvik.example' } },
  },
  { because: 'a relay has a port', env: { SMTP_URL: 'smtp://mail.solvik.example' }, settings: { smtpRelay: relay } },
  {
    because: 'a password may hold signs',
    env: { SMTP_URL: 'smtps://kari:p%40ss%2F@[::1]:2465' },
    settings: { smtpRelay: { host: '::1', port: 2465, secure: true, user: 'kari', password: 'p@ss/' } },
  },
  {
    because: 'one role suffices beside others on one database',
    env: { SAMTALE_ROLES: 'web, smtp', DATABASE_URL: database },
    settings: { roles: new Set(['web', 'smtp']), databaseUrl: database },
  },
  {
    because: 'names and networks may be private',
    env: { SAMTALE_ALLOW_PRIVATE: '127.0.0.1/32, Mail.Intern.example,fd00::/8' },
    settings: { allowPrivate: ['127.0.0.1/32', 'mail.intern.example', 'fd00::/8'] },
  },
  {
    because: 'a resolver may have a port',
    env: { DNS_SERVERS: '9.9.9.9,127.0.0.1:5353,[::1]:53,2620:fe::fe' },
    settings: { dnsServers: ['9.9.9.9', '127.0.0.1:5353', '[::1]:53', '2620:fe::fe'] },
  },
  {
    because: 'a secret is base64',
    env: { SAMTALE_SECRET: `${'A'.repeat(43)}=` },
    settings: { secret: Buffer.alloc(32) },
  },
  {
    because: 'a certificate has its key',
    env: { SMTP_TLS_CERT: '/etc/tls/cert.pem', SMTP_TLS_KEY: '/etc/tls/key.pem' },
    settings: { smtpTls: { certFile: '/etc/tls/cert.pem', keyFile: '/etc/tls/key.pem' } },
  },
  { because: 'no limit is a limit of none', env: { API_RATE_LIMIT: '0' }, settings: { apiRateLimit: 0 } },
])('$because', ({ env, settings }) => {
  expect(readSettings(env)).toMatchObject(settings)
})

test.each([
  { env: { PORT: '80a' }, sentence: 'PORT takes a whole number from 0 to 65535, not "80a".' },
  { env: { PORT: '65536' }, sentence: 'PORT takes a whole number from 0 to 65535, not "65536".' },
  { env: { SMTP_PORT: '-1' }, sentence: 'SMTP_PORT takes a whole number from 0 to 65535, not "-1".' },
  { env: { HOST: 'http://x' }, sentence: 'HOST takes a host name or an IP address' },
  { env: { PUBLIC_URL: 'inbox.example' }, sentence: 'PUBLIC_URL takes an address such as https://' },
  { env: { PUBLIC_URL: 'https://inbox.example/samtale' }, sentence: 'PUBLIC_URL takes' },
  { env: { PUBLIC_URL: 'ftp://inbox.example' }, sentence: 'PUBLIC_URL takes' },
  { env: { MAIL_DOMAIN_PAID: 'two words' }, sentence: 'MAIL_DOMAIN_PAID takes a domain' },
  { env: { MAIL_DOMAIN_FREE: 'inbox.localhost' }, sentence: 'MAIL_DOMAIN_FREE takes another domain' },
  { env: { SMTP_URL: 'http://mail.example' }, sentence: 'SMTP_URL takes an address such as smtp://' },
  { env: { SMTP_URL: 'smtp://mail.example/path' }, sentence: 'SMTP_URL takes' },
  { env: { SMTP_URL: 'smtp://kari:%zz@mail.example' }, sentence: 'SMTP_URL takes' },
  { env: { DATABASE_URL: 'mysql://db.example/x' }, sentence: 'DATABASE_URL takes an address such as postgres://' },
  { env: { SAMTALE_DEFAULT_PLAN: 'gold' }, sentence: 'takes free, starter, professional or enterprise, not "gold".' },
  { env: { SAMTALE_SIGNUP: 'yes' }, sentence: 'SAMTALE_SIGNUP takes first, open or closed, not "yes".' },
  { env: { SAMTALE_ROLES: 'web' }, sentence: 'SAMTALE_ROLES with less than web,smtp,worker needs DATABASE_URL' },
  { env: { SAMTALE_ROLES: 'cron' }, sentence: 'SAMTALE_ROLES takes web, smtp or worker, not "cron".' },
  { env: { SAMTALE_SECRET: 'short' }, sentence: 'SAMTALE_SECRET takes 32 random bytes in base64' },
  { env: { SAMTALE_ALLOW_PRIVATE: '10.0.0.0/33' }, sentence: 'SAMTALE_ALLOW_PRIVATE takes host names or CIDRs' },
  { env: { TRUSTED_PROXIES: 'proxy' }, sentence: 'TRUSTED_PROXIES takes addresses or CIDRs' },
  { env: { SMTP_TLS_CERT: 'cert.pem' }, sentence: 'SMTP_TLS_CERT and SMTP_TLS_KEY take a PEM file each' },
  { env: { DNS_SERVERS: 'dns.example' }, sentence: 'DNS_SERVERS takes IP addresses' },
  { env: { METRICS_TOKEN: 'short' }, sentence: 'METRICS_TOKEN takes at least 16' },
  { env: { API_RATE_LIMIT: '1e3' }, sentence: 'API_RATE_LIMIT takes a whole number' },
  { env: { SMTP_MAX_BYTES: '1' }, sentence: 'SMTP_MAX_BYTES takes a whole number from 65536' },
  { env: { LOG_LEVEL: 'loud' }, sentence: 'LOG_LEVEL takes' },
  { env: { REDIS_URL: 'redis://x' }, sentence: 'REDIS_URL is not available in this version' },
  { env: { FILES_URL: 's3://x/y' }, sentence: 'FILES_URL is not available in this version' },
])('$env is refused in one sentence', ({ env, sentence }) => {
  expect(() => readSettings(env)).toThrow(SettingsError)
  expect(() => readSettings(env)).toThrow(sentence)
})

test.each([
  { SMTP_URL: 'http://kari:hunter2@mail.example' },
  { DATABASE_URL: 'x://kari:hunter2@db.example' },
  { SAMTALE_SECRET: 'hunter2' },
  { METRICS_TOKEN: 'hunter2' },
])('the refusal of %o does not repeat what is secret', (env) => {
  expect(() => readSettings(env)).toThrow(expect.objectContaining({ message: expect.not.stringContaining('hunter2') }))
})

test('port 0 becomes the one that the system gave, and a PUBLIC_URL that was set stays', () => {
  const free = withListeningPort(readSettings({ PORT: '0' }), 41_234)
  expect(free).toMatchObject({ port: 41_234, publicUrl: new URL('http://localhost:41234') })
  const set = withListeningPort(readSettings({ PORT: '0', PUBLIC_URL: 'https://inbox.solvik.example' }), 41_234)
  expect(set.publicUrl.href).toBe('https://inbox.solvik.example/')
})
