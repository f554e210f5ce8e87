import { Link, Navigate, Outlet, useMatchRoute } from '@tanstack/react-router'
import { ArrowLeft, ChevronDown, Search } from 'lucide-react'
import { useRef, useState } from 'react'
import { useSession } from '../data/session.ts'
import { t } from '../labels/labels.ts'
import { useShortcuts } from '../shell/shortcuts.ts'
import { Keycap } from '../ui/keycap.tsx'
import { matchesQuery } from '../ui/select.tsx'
import { phoneQuery, useMedia } from '../ui/use-media.ts'
import { type SettingsEntry, type SettingsGroup, settingsMenu } from './menu.ts'
import styles from './settings-frame.module.css'

/** The settings: menu at the left, the chosen page beside it. On phones one after the other. */
export function SettingsFrame() {
  const isPhone = useMedia(phoneQuery)
  const isIndex = Boolean(useMatchRoute()({ to: '/settings' }))
  return (
    <div className={styles.settings}>
      {(!isPhone || isIndex) && <SettingsMenu />}
      {(!isPhone || !isIndex) && (
        <div className={styles.page} data-pane>
          <Outlet />
        </div>
      )}
    </div>
  )
}

/** `/settings` itself: the menu on phones, else the first page that the person may open. */
export function SettingsIndex() {
  const isPhone = useMedia(phoneQuery)
  const first = useOwnGroups()[0]?.entries[0]
  return isPhone || !first ? null : <Navigate to={first.to} replace />
}

function useOwnGroups(): SettingsGroup[] {
  const { user } = useSession()
  return settingsMenu
    .map((group) => ({ ...group, entries: group.entries.filter((entry) => entry.isFor?.(user) ?? true) }))
    .filter((group) => group.entries.length > 0)
}

function SettingsMenu() {
  const [query, setQuery] = useState('')
  const field = useRef<HTMLInputElement>(null)
  useShortcuts({ '/': () => field.current?.focus() })
  const isFound = (entry: SettingsEntry) =>
    matchesQuery(`${t(entry.label)} ${entry.under ? t(entry.under) : ''}`, query)
  const groups = useOwnGroups()
    .map((group) => ({ ...group, entries: group.entries.filter(isFound) }))
    .filter((group) => group.entries.length > 0)
  return (
    <nav className={styles.menu} aria-label={t('settings.menu')} data-pane>
      <div className={styles.top}>
        <Link to="/inbox" className={styles.back} aria-label={t('shell.toInbox')}>
          <ArrowLeft size={16} strokeWidth={1.75} aria-hidden />
        </Link>
        {t('settings.title')}
      </div>
      <div className={styles.find}>
        <Search size={14} strokeWidth={1.75} aria-hidden />
        <input
          ref={field}
          type="search"
          className={styles.input}
          aria-label={t('settings.find')}
          placeholder={t('settings.find')}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        <Keycap keys="/" />
      </div>
      {groups.map((group) => (
        <MenuGroup key={group.label} group={group} isSearched={query !== ''} />
      ))}
      {groups.length === 0 && <p className={styles.none}>{t('ui.noMatch', { query })}</p>}
    </nav>
  )
}

function MenuGroup({ group, isSearched }: { group: SettingsGroup; isSearched: boolean }) {
  const sections = [...Map.groupBy(group.entries, (entry) => entry.under)]
  return (
    <>
      <h2 className={styles.group}>{t(group.label)}</h2>
      {sections.map(([under, entries]) =>
        under ? (
          <Section key={under} label={t(under)} entries={entries} isSearched={isSearched} />
        ) : (
          entries.map((entry) => <Entry key={entry.to} entry={entry} />)
        ),
      )}
    </>
  )
}

/** An entry that opens to others. It stays open while the page is one of them, and while a search finds one. */
function Section({ label, entries, isSearched }: { label: string; entries: SettingsEntry[]; isSearched: boolean }) {
  const [wasOpened, setOpened] = useState(false)
  const matchRoute = useMatchRoute()
  const isInside = entries.some((entry) => matchRoute({ to: entry.to, fuzzy: true }))
  const isOpen = wasOpened || isInside || isSearched
  const Icon = entries[0]?.icon
  return (
    <>
      <button
        type="button"
        className={styles.entry}
        aria-expanded={isOpen}
        onClick={() => setOpened(isInside || !isOpen)}
      >
        {Icon && <Icon size={16} strokeWidth={1.75} aria-hidden />}
        {label}
        <ChevronDown className={styles.chevron} size={14} strokeWidth={1.9} aria-hidden />
      </button>
      {isOpen && entries.map((entry) => <Entry key={entry.to} entry={entry} isSub />)}
    </>
  )
}

function Entry({ entry, isSub = false }: { entry: SettingsEntry; isSub?: boolean }) {
  const isHere = Boolean(useMatchRoute()({ to: entry.to, fuzzy: true }))
  return (
    <Link
      to={entry.to}
      className={styles.entry}
      data-on={isHere || undefined}
      data-sub={isSub || undefined}
      aria-current={isHere ? 'page' : undefined}
    >
      {!isSub && <entry.icon size={16} strokeWidth={1.75} aria-hidden />}
      {t(entry.label)}
    </Link>
  )
}
