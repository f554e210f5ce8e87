import { fileTypeFromBuffer } from 'file-type'
import type { GuardedClient } from '../../platform/guarded-client.ts'
import { newUuid } from '../../platform/uuid.ts'
import type { Drawer } from '../../preview/drawer.ts'

export type PictureProxy = {
  /** The picture at an address that a mail names, as WebP; null where there is none to be had. Never throws. */
  fetch(accountId: string, address: string): Promise<Buffer | null>
}

/** SVG is a program, not a picture; so is whatever else is not among these by its bytes. */
const types = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'])
const request = {
  accept: 'image/avif,image/webp,image/png,image/jpeg,image/gif',
  maxBytes: 10 * 1024 * 1024,
  maxMilliseconds: 10_000,
}
/** More than any screen shows of a mail, at twice its density. */
const maxSide = 2_000
const maxAtOnce = 8
const maxWaiting = 400
const maxKeptBytes = 32 * 1024 * 1024
const keptFor = { picture: 3_600_000, nothing: 60_000 }

type Kept = { image: Buffer | null; until: number }

/**
 * Fetches the pictures that mails name, when somebody asked to see them: by the guarded client, drawn anew in a process
 * apart, kept for an hour in bounds, so that who sent the mail learns of one look at it and nothing of who looked. Each
 * account has its own: what one has seen tells another nothing.
 */
export function createPictureProxy(client: GuardedClient, drawer: Drawer): PictureProxy {
  const kept = new Map<string, Kept>()
  const coming = new Map<string, Promise<Buffer | null>>()
  const waiting: (() => void)[] = []
  let keptBytes = 0
  let active = 0

  async function load(address: string): Promise<Buffer | null> {
    if (active >= maxAtOnce) {
      if (waiting.length >= maxWaiting) return null
      await new Promise<void>((resolve) => waiting.push(resolve))
    }
    active++
    try {
      const { status, body } = await client.get(address, request)
      const type = status === 200 ? await fileTypeFromBuffer(body) : undefined
      if (!type || !types.has(type.mime)) return null
      const answer = await drawer.draw({ kind: 'mail-picture', key: newUuid(), source: body, maxSide })
      return 'drawing' in answer ? Buffer.from(answer.drawing.bytes) : null
    } catch {
      // Whatever is wrong with somebody else's server, here it is a picture that does not come.
      return null
    } finally {
      active--
      waiting.shift()?.()
    }
  }

  function keep(key: string, image: Buffer | null): void {
    forget(key)
    kept.set(key, { image, until: Date.now() + (image ? keptFor.picture : keptFor.nothing) })
    keptBytes += image?.length ?? 0
    for (const oldest of kept.keys()) {
      if (keptBytes <= maxKeptBytes && kept.size <= 5_000) break
      forget(oldest)
    }
  }

  function forget(key: string): void {
    keptBytes -= kept.get(key)?.image?.length ?? 0
    kept.delete(key)
  }

  return {
    fetch(accountId, address) {
      const key = `${accountId} ${address}`
      const known = kept.get(key)
      if (known && known.until > Date.now()) return Promise.resolve(known.image)
      const loading =
        coming.get(key) ??
        load(address).then((image) => {
          coming.delete(key)
          keep(key, image)
          return image
        })
      coming.set(key, loading)
      return loading
    },
  }
}
