import { createContext, useContext } from 'react'
import type { EffectiveAvailability } from '../../shared/availability.ts'
import styles from './avatar.module.css'
import { classNames } from './class-names.ts'
import { PresenceDot } from './presence-dot.tsx'

type AvatarProps = {
  id: string
  name: string
  size?: 16 | 18 | 20 | 24 | 28 | 30 | 32 | 36 | 40 | 48 | 64
  isTeam?: boolean
  /** Drawn as a dot; `text` says it in the tooltip. */
  presence?: { value: EffectiveAvailability; text: string } | undefined
}

/** Addresses of the pictures of those who have one, by id. Whoever shows people has not to carry them along. */
export const AvatarPictures = createContext<ReadonlyMap<string, string>>(new Map())

/**
 * Somebody's picture, or initials on one of eight hues: also until the picture is there, and where it does not come.
 * Decoration: the name stands beside it or in the label of what it is in.
 */
export function Avatar({ id, name, size = 32, isTeam = false, presence }: AvatarProps) {
  const picture = useContext(AvatarPictures).get(id)
  return (
    <span
      className={classNames(styles.avatar, styles[`size${size}`], styles[`hue${hueOf(id)}`], isTeam && styles.team)}
      title={presence ? `${name}, ${presence.text}` : name}
      aria-hidden="true"
    >
      {initialsOf(name, isTeam)}
      {picture && (
        <img
          src={picture}
          alt=""
          className={styles.picture}
          draggable={false}
          onError={(event) => event.currentTarget.remove()}
        />
      )}
      {presence && (
        <span className={styles.presence}>
          <PresenceDot value={presence.value} />
        </span>
      )}
    </span>
  )
}

/** A dashed ring: nobody. */
export function NobodyAvatar({ size = 18, title }: { size?: AvatarProps['size']; title?: string }) {
  return (
    <span
      className={classNames(styles.avatar, styles.nobody, styles[`size${size}`])}
      title={title}
      aria-hidden="true"
    />
  )
}

/** A conversation as two people: the contact, with the assignee over the corner, or a dashed ring for nobody. */
export function Pair({
  contact,
  assignee,
}: {
  contact: { id: string; name: string }
  assignee: { id: string; name: string } | null
}) {
  return (
    <span className={styles.pair}>
      <Avatar id={`contact-${contact.id}`} name={contact.name} size={30} />
      {assignee ? <Avatar id={assignee.id} name={assignee.name} size={18} /> : <NobodyAvatar />}
    </span>
  )
}

/** 1 to 8, the same for an id on every screen and device (FNV-1a, 32 bits). */
export function hueOf(id: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193)
  return ((hash >>> 0) % 8) + 1
}

/** First letter of the first and the last word; of an address, its first letter. */
export function initialsOf(name: string, isTeam = false): string {
  const words = name
    .replace(/[^\p{L}\p{N}\s@-]/gu, '')
    .split(/[\s]+/)
    .filter(Boolean)
  const first = [...(words[0] ?? '')][0] ?? '?'
  const last = words.length > 1 && !isTeam ? ([...(words.at(-1) ?? '')][0] ?? '') : ''
  return (first + last).toUpperCase()
}
