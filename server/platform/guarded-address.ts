import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** Why the guarded client did not go where a stranger's address leads. */
export type GuardReason =
  | 'address'
  | 'scheme'
  | 'credentials'
  | 'host'
  | 'port'
  | 'inside'
  | 'unknownHost'
  | 'redirects'
  | 'tooLarge'
  | 'tooSlow'
  | 'unreachable'

export class GuardRefusal extends Error {
  override name = 'GuardRefusal'
  readonly reason: GuardReason

  constructor(reason: GuardReason, message: string) {
    super(message)
    this.reason = reason
  }
}

/** What SAMTALE_ALLOW_PRIVATE names: hosts, addresses and CIDRs that may be reached although they lie inside. */
export type Exceptions = { allowsHost(host: string): boolean; allowsAddress(address: string): boolean }

export function readExceptions(list: readonly string[]): Exceptions {
  const hosts = new Set(list.filter((entry) => !isIP(entry.split('/')[0] ?? '')).map(withoutDot))
  const networks = list.filter((entry) => isIP(entry.split('/')[0] ?? '')).map(readNetwork)
  return {
    allowsHost: (host) => hosts.has(withoutDot(host)),
    allowsAddress(address) {
      if (!isIP(address)) return false
      const parsed = ipaddr.parse(address)
      return networks.some(([network, bits]) => parsed.kind() === network.kind() && parsed.match(network, bits))
    },
  }
}

function readNetwork(entry: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  const [address = '', bits] = entry.split('/')
  const network = ipaddr.parse(address)
  return [network, bits === undefined ? (network.kind() === 'ipv4' ? 32 : 128) : Number(bits)]
}

/** Names that never lead to the internet (RFC 6761, RFC 6762, RFC 7686, RFC 8375, RFC 9476), and those of clouds' metadata. */
const insideNames =
  /(?:^|\.)(?:localhost|localdomain|local|internal|intranet|lan|home|corp|private|home\.arpa|test|invalid|onion|alt)$/

/** Services that a HTTP request could be smuggled into, above the ports that are refused anyway. */
const servicePorts = new Set([
  1080, 1433, 1521, 1723, 2049, 2375, 2376, 2379, 2380, 3128, 3306, 3389, 4369, 5060, 5061, 5432, 5433, 5672, 5900,
  5984, 6000, 6379, 6380, 6443, 6666, 6667, 6668, 6669, 6697, 7000, 7001, 8009, 8086, 8300, 8500, 8600, 9000, 9042,
  9092, 9100, 9200, 9300, 9418, 10250, 10255, 10256, 11211, 15672, 26379, 27017, 27018, 50070, 61616,
])

/** What is to be asked: the address without its fragment, and the host that is to be resolved, once. */
export type Target = { url: URL; host: string }

/**
 * An address that a person or a message chose, as far as it can be judged without asking anybody.
 * @throws {GuardRefusal}
 */
export function checkAddress(text: string, exceptions: Exceptions): Target {
  if (text.length > 8_000 || !URL.canParse(text)) throw new GuardRefusal('address', 'is no address of the web')
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new GuardRefusal('scheme', 'is not http or https')
  if (url.username || url.password) throw new GuardRefusal('credentials', 'carries a name or a password')
  url.hash = ''
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const isExcepted = exceptions.allowsHost(host) || (isIP(host) !== 0 && exceptions.allowsAddress(host))
  if (isIP(host)) {
    if (isIP(host) === 4 && !isWrittenPlainly(text, host))
      throw new GuardRefusal('host', 'hides an IP address behind another spelling')
    if (!isExcepted && isInside(host)) throw new GuardRefusal('inside', 'is an address inside')
  } else if (!isExcepted && !isPublicName(host)) throw new GuardRefusal('host', 'is no name of the internet')
  if (!isExcepted && !isWebPort(url.port)) throw new GuardRefusal('port', 'is no port of a web server')
  return { url, host }
}

/** Whether an IP address is anything but one ordinary host of the internet. What cannot be read is inside. */
export function isInside(address: string): boolean {
  if (!isIP(address) || address.includes('%')) return true
  const parsed = ipaddr.parse(address)
  // `unicast` is what no other range claims: of IPv6 only 2000::/3 has been given out at all.
  return parsed.range() !== 'unicast' || (parsed instanceof ipaddr.IPv6 && (parsed.parts[0] ?? 0) >> 13 !== 1)
}

/** 0177.0.0.1, 0x7f000001, 2130706433, 127.1, full-width digits: what browsers read as an address, nobody writes honestly. */
function isWrittenPlainly(text: string, host: string): boolean {
  const authority = /^[a-z]+:[/\\]*([^/\\?#]*)/i.exec(text.trim())?.[1] ?? ''
  return authority === host || authority.startsWith(`${host}:`)
}

function isPublicName(host: string): boolean {
  const name = withoutDot(host)
  return name.includes('.') && name.length <= 253 && !insideNames.test(name)
}

function isWebPort(port: string): boolean {
  if (port === '') return true
  const number = Number(port)
  return number === 80 || number === 443 || (number > 1_023 && !servicePorts.has(number))
}

const withoutDot = (name: string) => name.toLowerCase().replace(/\.$/, '')
