import { Lock } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, type Ref, useEffect, useRef, useState } from 'react'
import { t } from '../labels/labels.ts'
import { Avatar } from './avatar.tsx'
import styles from './people-combobox.module.css'
import { matchesQuery } from './select.tsx'

export type Pickable = {
  kind: 'user' | 'team'
  id: string
  name: string
  /** Under the name: an address, or who is in the team. */
  detail: string
  /** Drawn at the right of a chosen row. */
  badge?: ReactNode
  /** Why this one cannot be picked. It stays in the list, last, so that nobody looks for it in vain. */
  reason?: string
}

export const keyOf = (one: Pickable) => `${one.kind}-${one.id}`

type PeopleComboboxProps = {
  id: string
  label: string
  placeholder: string
  all: readonly Pickable[]
  chosen: readonly Pickable[]
  field: Ref<HTMLInputElement>
  onAdd: (one: Pickable) => void
  /** Backspace where nothing is typed. */
  onBackspace?: () => void
  /** Stands in the frame before the field. */
  children: ReactNode
}

/**
 * A field that offers whom one may still choose, teams and people apart, and last those who cannot be chosen, each with the
 * reason (ARIA combobox with list autocompletion). Trying one of them all the same says the reason aloud.
 */
export function PeopleCombobox(props: PeopleComboboxProps) {
  const { id, label, placeholder, all, chosen, field, onAdd, onBackspace, children } = props
  const [query, setQuery] = useState('')
  const [isOpen, setOpen] = useState(false)
  const [activeIndex, setActiveIndex] = useState(0)
  const [refused, setRefused] = useState<Pickable | null>(null)
  const list = useRef<HTMLDivElement>(null)
  const taken = new Set(chosen.map(keyOf))
  const groups = grouped(
    all.filter((one) => !taken.has(keyOf(one)) && matchesQuery(`${one.name} ${one.detail}`, query)),
  )
  const offered = groups.flatMap(({ members }) => members)
  const active = offered[Math.min(activeIndex, offered.length - 1)]
  const activeKey = isOpen && active ? keyOf(active) : undefined
  useEffect(() => {
    if (activeKey) list.current?.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest' })
  }, [activeKey])

  const add = (one: Pickable | undefined) => {
    setRefused(one?.reason === undefined ? null : one)
    if (!one || one.reason !== undefined) return
    onAdd(one)
    setQuery('')
    setActiveIndex(0)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setOpen(true)
      const step = event.key === 'ArrowDown' ? 1 : -1
      setActiveIndex(Math.max(0, Math.min(offered.length - 1, activeIndex + (isOpen ? step : 0))))
    } else if (event.key === 'Enter' && isOpen) {
      event.preventDefault()
      add(active)
    } else if (event.key === 'Escape' && isOpen) {
      event.stopPropagation()
      event.preventDefault()
      setOpen(false)
    } else if (event.key === 'Backspace' && query === '') onBackspace?.()
  }

  return (
    <>
      <div className={styles.place}>
        <div className={styles.frame}>
          {children}
          <input
            ref={field}
            id={id}
            type="text"
            role="combobox"
            aria-expanded={isOpen}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={activeKey && `${id}-${activeKey}`}
            aria-describedby={`${id}-refused`}
            autoComplete="off"
            placeholder={placeholder}
            className={styles.input}
            value={query}
            onFocus={() => setOpen(true)}
            onClick={() => setOpen(true)}
            onBlur={() => setOpen(false)}
            onChange={(event) => {
              setQuery(event.target.value)
              setActiveIndex(0)
              setRefused(null)
              setOpen(true)
            }}
            onKeyDown={onKeyDown}
          />
        </div>
        {isOpen && (
          <div ref={list} id={`${id}-list`} role="listbox" aria-label={label} tabIndex={-1} className={styles.list}>
            {groups.map(({ name, members }) => (
              // biome-ignore lint/a11y/useSemanticElements: a group of options, where no fieldset may stand
              <div key={name} role="group" aria-label={t(name)} className={styles.group}>
                {groups.length > 1 && (
                  <p className={styles.heading} aria-hidden="true">
                    {t(name)}
                  </p>
                )}
                {members.map((one) => (
                  // biome-ignore lint/a11y/useKeyWithClickEvents: keys arrive at the field, which names it active
                  <div
                    key={keyOf(one)}
                    id={`${id}-${keyOf(one)}`}
                    role="option"
                    tabIndex={-1}
                    aria-label={one.name}
                    aria-description={one.reason ?? one.detail}
                    aria-disabled={one.reason !== undefined || undefined}
                    aria-selected={false}
                    data-active={one === active || undefined}
                    className={styles.option}
                    onPointerMove={() => setActiveIndex(offered.indexOf(one))}
                    // The field keeps the focus, so that several can be added one after the other.
                    onPointerDown={(event) => event.preventDefault()}
                    onClick={() => add(one)}
                  >
                    <Face one={one} size={28} />
                    <span className={styles.text}>
                      <span className="ellipsis">{one.name}</span>
                      <span className={styles.detail}>{one.reason ?? one.detail}</span>
                    </span>
                    {one.reason !== undefined && <Lock size={14} strokeWidth={1.9} aria-hidden />}
                  </div>
                ))}
              </div>
            ))}
            {offered.length === 0 && (
              <p className={styles.none}>{query ? t('ui.noMatch', { query }) : t('ui.allChosen')}</p>
            )}
          </div>
        )}
      </div>
      <p id={`${id}-refused`} role="status" className={styles.refused}>
        {refused && t('ui.cannotAdd', { name: refused.name, reason: inSentence(refused.reason ?? '') })}
      </p>
    </>
  )
}

const inSentence = (phrase: string) => `${phrase.charAt(0).toLocaleLowerCase()}${phrase.slice(1)}`

/** Teams, people, and both together where they cannot be chosen; groups without anybody are left out. */
function grouped(offered: readonly Pickable[]) {
  const free = offered.filter(({ reason }) => reason === undefined)
  return [
    { name: 'ui.teams' as const, members: free.filter(({ kind }) => kind === 'team') },
    { name: 'ui.people' as const, members: free.filter(({ kind }) => kind === 'user') },
    { name: 'ui.notToAdd' as const, members: offered.filter(({ reason }) => reason !== undefined) },
  ].filter(({ members }) => members.length > 0)
}

export function Face({ one, size }: { one: Pickable; size: 20 | 28 | 32 }) {
  return (
    <Avatar
      id={one.kind === 'team' ? `team-${one.id}` : one.id}
      name={one.name}
      size={size}
      isTeam={one.kind === 'team'}
    />
  )
}
