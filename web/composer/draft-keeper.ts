import { ApiProblem } from '../data/api.ts'
import type { Draft } from '../data/types.ts'
import { type Content, chooseDraft, hasWords, type LocalDraft } from './draft.ts'

/** `saved`: the server has every word. `onDevice`: it could not be reached; this device has them. */
export type SaveState = 'untouched' | 'unsaved' | 'saved' | 'onDevice'
export type KeptDraft = {
  content: Content
  saveState: SaveState
  /** Rises when the content was set from outside the editor, which then must show it. */
  revision: number
}

type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
type KeeperOptions = {
  storage: DraftStorage
  storageKey: string
  /** The server's copy when the composer opens. */
  server: Draft | null
  /** An empty draft, born with a key of its own. */
  fresh: () => Content
  save: (content: Content) => Promise<Draft>
  discard: () => Promise<void>
  /** Called after the server took a version (null: it has none any more). */
  onServerChanged: (draft: Draft | null) => void
}

const saveEveryMs = 2000
const retryAfterMs = 10_000

export type DraftKeeper = ReturnType<typeof createDraftKeeper>

/**
 * Keeps one draft: on this device with every key, on the server every 2 s while words change. What was written here and
 * never reached the server outlives a closed tab and wins when the composer opens again.
 */
export function createDraftKeeper(options: KeeperOptions) {
  const { storage, storageKey } = options
  const restored = chooseDraft(readLocal(storage, storageKey), options.server)
  let local: LocalDraft = restored ?? { content: options.fresh(), serverAt: null, isDirty: false }
  let kept: KeptDraft = { content: local.content, saveState: restored ? 'saved' : 'untouched', revision: 0 }
  let timer: ReturnType<typeof setTimeout> | undefined
  let saving: Promise<void> | null = null
  let forgetting: Promise<void> | null = null
  let isClosed = false
  let lastWritten: string | null = null
  const listeners = new Set<() => void>()

  function show(change: Partial<KeptDraft>) {
    kept = { ...kept, ...change }
    for (const listener of listeners) listener()
  }

  function writeLocal() {
    try {
      // Once closed, the place may belong to the composer that was opened after.
      if (isClosed && storage.getItem(storageKey) !== lastWritten) return
      // What the server has needs no place here, where somebody else may sit down.
      lastWritten = local.isDirty ? JSON.stringify(local) : null
      if (lastWritten === null) storage.removeItem(storageKey)
      else storage.setItem(storageKey, lastWritten)
    } catch {
      // A full or forbidden storage: the server's copy every 2 s is what is left, and typing must go on.
    }
  }

  function schedule(afterMs: number) {
    if (!isClosed) timer ??= setTimeout(() => void save(), afterMs)
  }

  /** Brings what is here to the server; one request at a time, so that an older version never lands after a newer. */
  async function save(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    while (saving !== null) await saving
    if (!local.isDirty) return
    saving = saveOnce().finally(() => {
      saving = null
    })
    await saving
  }

  async function saveOnce() {
    const { content } = local
    try {
      const draft = hasWords(content) ? await options.save(content) : null
      if (!draft && local.serverAt !== null) await options.discard()
      const isWhole = local.content === content
      local = { content: local.content, serverAt: draft?.updatedAt ?? null, isDirty: !isWhole }
      writeLocal()
      show({ saveState: isWhole ? (draft ? 'saved' : 'untouched') : 'unsaved' })
      options.onServerChanged(draft)
      if (!isWhole) schedule(saveEveryMs)
    } catch (error) {
      show({ saveState: 'onDevice' })
      // A refusal stays one until something changes; silence and faults may pass.
      if (!(error instanceof ApiProblem) || error.status === 0 || error.status >= 500) schedule(retryAfterMs)
    }
  }

  /** The person wrote, attached, or chose somebody. `isFromEditor`: the editor shows it already. */
  function change(update: (content: Content) => Content, isFromEditor = false) {
    const content = update(local.content)
    local = { ...local, content, isDirty: true }
    writeLocal()
    show({ content, saveState: 'unsaved', revision: kept.revision + (isFromEditor ? 0 : 1) })
    schedule(saveEveryMs)
  }

  if (local.isDirty) schedule(0)

  return {
    get: (): KeptDraft => kept,

    subscribe(listener: () => void): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },

    change,

    /** Sets an unwritten draft anew, for example because a newer message is to be answered. Nothing is saved. */
    refresh(content: Content): void {
      if (hasWords(local.content)) return
      local = { ...local, content }
      show({ content })
    },

    /** The server's copy as a question has just brought it; what is not saved here stays untouched. */
    hearServer(draft: Draft | null): void {
      if (local.isDirty || saving || (draft?.updatedAt ?? null) === local.serverAt) return
      local = { content: draft?.content ?? options.fresh(), serverAt: draft?.updatedAt ?? null, isDirty: false }
      writeLocal()
      show({ content: local.content, saveState: draft ? 'saved' : 'untouched', revision: kept.revision + 1 })
    },

    /** Waits for the save under way and starts no other, so that none lands after the message was sent. */
    async settle(): Promise<void> {
      clearTimeout(timer)
      timer = undefined
      while (saving !== null) await saving
      clearTimeout(timer)
      timer = undefined
    },

    /** Goes on saving after `settle`, where the message could not be sent. */
    resume(): void {
      if (local.isDirty) schedule(saveEveryMs)
    },

    /** The draft became a message: it is forgotten here and on the server, and a new one is born. */
    async sent(): Promise<void> {
      local = { content: options.fresh(), serverAt: null, isDirty: false }
      writeLocal()
      show({ content: local.content, saveState: 'untouched', revision: kept.revision + 1 })
      options.onServerChanged(null)
      // The server drops it when it takes the message; this is for a save that crossed it on its way.
      forgetting = options.discard().catch(() => {})
      await forgetting
    },

    /** Resolves once everything that is here is on the server, and nothing is on its way to be dropped there. */
    async flush(): Promise<void> {
      await forgetting
      await save()
    },

    /** The same words under a new key: the old one belongs to a message that was sent already. */
    bearAnew(idempotencyKey: string): void {
      change((content) => ({ ...content, idempotencyKey }), true)
    },

    /** The composer goes away: what is not saved goes to the server now. */
    close(): void {
      isClosed = true
      void save()
    },

    /** The composer is there again (React's strict mode mounts twice). */
    reopen(): void {
      isClosed = false
      if (local.isDirty) schedule(saveEveryMs)
    },
  }
}

/** What a device keeps of a draft; null where there is nothing, or nothing that can be read. */
export function readLocal(storage: DraftStorage, key: string): LocalDraft | null {
  try {
    const text = storage.getItem(key)
    return text === null ? null : (JSON.parse(text) as LocalDraft)
  } catch {
    return null
  }
}
