import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowUp, Coffee, ServerCrash } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef } from 'react'
import { ApiProblem } from '../data/api.ts'
import { type ListFilter, threadsQuery } from '../data/queries.ts'
import { rowsOf } from '../data/thread-list.ts'
import type { MyThreadRow } from '../data/types.ts'
import { dayGroup } from '../labels/format.ts'
import { problemText, t } from '../labels/labels.ts'
import { useViewCounts } from '../shell/views.tsx'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { PanelBar } from '../ui/panel-bar.tsx'
import { Delayed, SkeletonRows } from '../ui/skeleton.tsx'
import { phoneQuery, useMedia } from '../ui/use-media.ts'
import { useNow } from '../ui/use-now.ts'
import { neighbourOf } from './neighbours.ts'
import styles from './thread-list.module.css'
import { ThreadListRow } from './thread-list-row.tsx'
import { focusThread } from './thread-view.tsx'
import { useOpenThread } from './use-inbox-place.ts'
import { useLeavingRows } from './use-leaving-rows.ts'
import { useListAnchor } from './use-list-anchor.ts'
import { ViewChips } from './view-chips.tsx'

const rowHeight = { desk: 78, phone: 86 }
const dayHeight = 30
const overscan = 8
/** The next page is asked for when this many rows are left below. */
const loadAhead = 12

type Entry = { kind: 'day'; key: string; label: string } | { kind: 'row'; key: string; row: MyThreadRow; at: number }

type ThreadListProps = {
  filter: ListFilter
  selectedId: string | null
  /** Stands between the head and the rows. */
  notice: ReactNode
}

/** The list of a view: virtual, with fixed rows, and one tab stop whose arrow keys open what they reach. */
export function ThreadList({ filter, selectedId, notice }: ThreadListProps) {
  const { data, error, refetch, isPending, isFetchingNextPage, hasNextPage, fetchNextPage } = useInfiniteQuery(
    threadsQuery(filter),
  )
  const counts = useViewCounts()
  const rows = useMemo(() => rowsOf(data), [data])
  return (
    <>
      <div className={styles.bar}>
        <PanelBar level={2} title={t(`view.${filter.view}`)} count={counts[filter.view]} />
      </div>
      <ViewChips filter={filter} />
      {notice}
      {data ? (
        <Rows
          key={`${filter.view} ${filter.inboxId}`}
          filter={filter}
          rows={rows}
          selectedId={selectedId}
          onNearEnd={() => hasNextPage && !isFetchingNextPage && void fetchNextPage()}
          isLoadingMore={isFetchingNextPage}
        />
      ) : isPending ? (
        <Delayed>
          <SkeletonRows count={8} />
        </Delayed>
      ) : (
        <Empty
          icon={ServerCrash}
          title={t('list.failed')}
          action={<Button onClick={() => void refetch()}>{t('ui.tryAgain')}</Button>}
        >
          {error instanceof ApiProblem && problemText(error.code, error.details)}
        </Empty>
      )}
    </>
  )
}

type RowsProps = {
  filter: ListFilter
  rows: MyThreadRow[]
  selectedId: string | null
  onNearEnd: () => void
  isLoadingMore: boolean
}

function Rows({ filter, rows, selectedId, onNearEnd, isLoadingMore }: RowsProps) {
  const now = useNow()
  const isPhone = useMedia(phoneQuery)
  const openThread = useOpenThread()
  const scroller = useRef<HTMLDivElement>(null)
  const hadFocus = useRef(false)
  const height = isPhone ? rowHeight.phone : rowHeight.desk
  const entries = useMemo(() => entriesOf(rows, now), [rows, now])
  const virtualizer = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: (at) => (entries[at]?.kind === 'day' ? dayHeight : height),
    getItemKey: (at) => entries[at]?.key ?? at,
    overscan,
    paddingEnd: 8,
    scrollPaddingStart: 8,
    scrollPaddingEnd: 8,
  })
  // Sizes are fixed but depend on what stands where; the virtualizer remembers them by key and is told of a new layout.
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured anew for these changes alone
  useEffect(() => virtualizer.measure(), [height])

  const { newCount, showNew } = useListAnchor(scroller, rows, {
    offsetOf: (id) => {
      const at = entries.findIndex((entry) => entry.kind === 'row' && entry.row.id === id)
      return virtualizer.measurementsCache[at]?.start ?? null
    },
    firstInSight: (scrollTop) => {
      const first = virtualizer
        .getVirtualItems()
        .find(({ index, start }) => start >= scrollTop && entries[index]?.kind === 'row')
      return first ? { id: String(first.key), offset: first.start } : null
    },
  })

  const shown = virtualizer.getVirtualItems()
  const leaving = useLeavingRows(
    scroller,
    rows,
    shown.flatMap(({ index, start }) => {
      const entry = entries[index]
      return entry ? [{ key: entry.key, top: start, row: entry.kind === 'row' ? entry.row : null }] : []
    }),
  )
  const lastShown = shown.at(-1)?.index ?? 0
  useEffect(() => {
    if (lastShown >= entries.length - loadAhead) onNearEnd()
  }, [lastShown, entries.length, onNearEnd])

  // biome-ignore lint/correctness/useExhaustiveDependencies: follows the selection, not every new row
  useEffect(() => {
    const at = entries.findIndex((entry) => entry.kind === 'row' && entry.row.id === selectedId)
    if (at < 0) return
    virtualizer.scrollToIndex(at, { align: 'auto' })
    const { activeElement } = document
    const isHere = scroller.current?.contains(activeElement) || (hadFocus.current && activeElement === document.body)
    if (isHere) requestAnimationFrame(focusSelectedRow)
  }, [selectedId])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Enter') {
      // Enter on the open one moves into it; on another the link opens it first.
      if (document.activeElement?.getAttribute('aria-current')) {
        event.preventDefault()
        focusThread()
      }
      return
    }
    const target = {
      ArrowDown: neighbourOf(rows, selectedId, 1),
      ArrowUp: neighbourOf(rows, selectedId, -1),
      Home: rows[0]?.id,
      End: rows.at(-1)?.id,
    }[event.key]
    if (!target) return
    event.preventDefault()
    openThread(target, { replace: selectedId !== null })
  }

  if (rows.length === 0) return <EmptyView filter={filter} />
  const tabStop = rows.some((row) => row.id === selectedId) ? selectedId : rows[0]?.id
  return (
    <div className={styles.frame}>
      {newCount > 0 && (
        <button type="button" className={styles.pill} onClick={showNew}>
          <ArrowUp size={14} strokeWidth={1.9} aria-hidden />
          {t('list.new', { count: newCount })}
        </button>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the links inside have the focus; this hears their keys */}
      <div
        ref={scroller}
        className={styles.scroller}
        onKeyDown={onKeyDown}
        onFocus={() => {
          hadFocus.current = true
        }}
        onBlur={(event) => {
          // Of a row that leaves with the focus comes no blur: the next one that is opened takes it over.
          hadFocus.current = event.relatedTarget === null && !event.target.isConnected
        }}
      >
        <div className={styles.canvas} style={{ height: virtualizer.getTotalSize() }}>
          {shown.map(({ index, start }) => {
            const entry = entries[index]
            return entry?.kind === 'day' ? (
              <div
                key={entry.key}
                className={styles.day}
                style={{ transform: `translateY(${start}px)` }}
                data-place={entry.key}
              >
                {entry.label}
              </div>
            ) : null
          })}
          {leaving.length > 0 && (
            <ul aria-hidden="true" inert className={styles.leaving}>
              {leaving.map(
                ({ key, top, row }) =>
                  row && (
                    <ThreadListRow
                      key={key}
                      row={row}
                      now={now}
                      top={top}
                      position={0}
                      count={0}
                      isSelected={false}
                      isTabStop={false}
                      hasLine={false}
                    />
                  ),
              )}
            </ul>
          )}
          <ul aria-label={t('list.name')} className={styles.list}>
            {shown.map(({ index, start }) => {
              const entry = entries[index]
              return entry?.kind === 'row' ? (
                <ThreadListRow
                  key={entry.key}
                  row={entry.row}
                  now={now}
                  top={start}
                  position={entry.at + 1}
                  count={rows.length}
                  isSelected={entry.row.id === selectedId}
                  isTabStop={entry.row.id === tabStop}
                  hasLine={entries[index - 1]?.kind === 'row'}
                />
              ) : null
            })}
          </ul>
        </div>
        {isLoadingMore && <p className="sr-only">{t('list.loadingMore')}</p>}
      </div>
    </div>
  )
}

function EmptyView({ filter }: { filter: ListFilter }) {
  const [title, text] = {
    open: [t('list.emptyOpen'), t('list.emptyOpenText')],
    mine: [t('list.emptyMine'), t('list.emptyMineText')],
    unassigned: [t('list.emptyUnassigned'), t('list.emptyUnassignedText')],
    closed: [t('list.emptyClosed'), t('list.emptyClosedText')],
  }[filter.view] as [string, string]
  const place = filter.inboxId ? { inbox: filter.inboxId } : {}
  return (
    <Empty
      icon={Coffee}
      title={title}
      action={
        filter.view === 'mine' ? (
          <Link to="/inbox" search={{ ...place, view: 'unassigned' }}>
            {t('list.goUnassigned')}
          </Link>
        ) : (
          filter.view !== 'open' && (
            <Link to="/inbox" search={place}>
              {t('list.goOpen')}
            </Link>
          )
        )
      }
    >
      {text}
    </Empty>
  )
}

/** Gives the focus to the open conversation's row, or to the row that stands for the list. */
export function focusSelectedRow(): void {
  document.querySelector<HTMLElement>(`.${styles.list} a[tabindex="0"]`)?.focus({ preventScroll: true })
}

function entriesOf(rows: MyThreadRow[], now: number): Entry[] {
  const entries: Entry[] = []
  let group: string | null = null
  for (const [at, row] of rows.entries()) {
    const label = dayGroup(row.latestMessageAt, now)
    if (label !== null && label !== group) entries.push({ kind: 'day', key: `day ${label}`, label })
    group = label
    entries.push({ kind: 'row', key: row.id, row, at })
  }
  return entries
}
