import type { NewPasskey, PasskeyAssertion, PasskeyCreation, PasskeyRequest } from './types.ts'

/** Whether this page can have passkeys: a browser that knows them, at a name (never at an address of digits). */
export type PasskeySupport = 'yes' | 'noName' | 'noHttps' | 'noBrowser'

export function passkeySupport(): PasskeySupport {
  // Browsers have no passkeys at an IP address, though it may be this machine's (WebAuthn §5.1.2: a valid domain).
  if (/^[\d.]+$|^\[/.test(location.hostname)) return 'noName'
  if (!isSecureContext) return 'noHttps'
  return 'PublicKeyCredential' in window ? 'yes' : 'noBrowser'
}

/** The same page at a name that stands for this machine, where passkeys are possible. */
export const namedOrigin = () => location.origin.replace(location.hostname, 'localhost')

/** The person closed the browser's window, let it pass, or the device has a passkey of his already. */
export class PasskeyStopped extends Error {
  readonly isKnown: boolean
  constructor(cause: unknown) {
    super('No passkey', { cause })
    this.isKnown = cause instanceof Error && cause.name === 'InvalidStateError'
  }
}

let library: typeof import('@simplewebauthn/browser') | null = null

/** Loaded when a passkey is first thought of. */
async function loaded() {
  library ??= await import('@simplewebauthn/browser')
  return library
}

/** Has the browser make a passkey. @throws {PasskeyStopped} */
export async function makePasskey(creation: PasskeyCreation): Promise<Omit<NewPasskey, 'name'>> {
  const { startRegistration } = await loaded()
  const { id, response } = await startRegistration({ optionsJSON: creation }).catch(stopped)
  const { clientDataJSON, attestationObject, transports = [] } = response
  return { id, clientDataJSON, attestationObject, transports }
}

/**
 * Has the browser sign with a passkey. `isOffer`: it lists them in the address field, and waits until one is taken or
 * another question takes its place.
 * @throws {PasskeyStopped}
 */
export async function signWithPasskey(request: PasskeyRequest, isOffer = false): Promise<PasskeyAssertion> {
  const { startAuthentication } = await loaded()
  const asked = { optionsJSON: request, useBrowserAutofill: isOffer }
  const { id, response } = await startAuthentication(asked).catch(stopped)
  const { clientDataJSON, authenticatorData, signature, userHandle = null } = response
  return { id, clientDataJSON, authenticatorData, signature, userHandle }
}

/** Whether the browser can list passkeys in the address field. */
export async function canOfferPasskeys(): Promise<boolean> {
  if (passkeySupport() !== 'yes') return false
  const { browserSupportsWebAuthnAutofill } = await loaded()
  return browserSupportsWebAuthnAutofill()
}

/** Ends an offer that waits, when its field goes. */
export function endOffer(): void {
  library?.WebAuthnAbortService.cancelCeremony()
}

function stopped(cause: unknown): never {
  throw new PasskeyStopped(cause)
}
