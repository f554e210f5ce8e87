import { useQuery } from '@tanstack/react-query'
import { type CSSProperties, useEffect, useRef, useState } from 'react'
import { ApiProblem } from '../../data/api.ts'
import { filePreviewQuery } from '../../data/queries.ts'
import type { FilePreview } from '../../data/types.ts'
import { problemText, t } from '../../labels/labels.ts'
import { Spinner } from '../../ui/spinner.tsx'
import type { ReceivedFile } from '../file-chips.tsx'
import styles from './pdf-view.module.css'

/** The pages of a PDF, drawn by the server as they come into sight; their words are there for screen readers. */
export function PdfView({ file, first, zoom }: { file: ReceivedFile; first: FilePreview; zoom: number }) {
  const window = useRef<HTMLDivElement>(null)
  const { near, current } = usePagesInSight(window, first.pageCount)
  return (
    <>
      <section
        ref={window}
        className={styles.window}
        style={{ '--zoom': zoom } as CSSProperties}
        aria-label={t('files.content', { name: file.name })}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: pages are scrolled by keys
        tabIndex={0}
      >
        {Array.from({ length: first.pageCount }, (_, index) => (
          <figure
            // biome-ignore lint/suspicious/noArrayIndexKey: a page is its number
            key={index}
            className={styles.page}
            data-page={index + 1}
            aria-label={t('files.page', { page: index + 1, count: first.pageCount })}
            style={{ aspectRatio: `${first.width} / ${first.height}` }}
          >
            {near.has(index + 1) && <Page file={file} number={index + 1} />}
          </figure>
        ))}
      </section>
      <p className={styles.number}>{t('files.page', { page: current, count: first.pageCount })}</p>
    </>
  )
}

function Page({ file, number }: { file: ReceivedFile; number: number }) {
  const { data, error } = useQuery(filePreviewQuery(file.fileId, file.part, number))
  if (error) {
    return (
      <p className={styles.failed} role="alert">
        {error instanceof ApiProblem ? problemText(error.code, error.details) : problemText('fault')}
      </p>
    )
  }
  if (!data?.pictureUrl) return <Spinner size={18} />
  return (
    <>
      <img className={styles.picture} src={data.pictureUrl} width={data.width} height={data.height} alt="" />
      <p className={styles.words}>{data.text}</p>
    </>
  )
}

/** Which pages are in sight or close to it, and the one that fills the window's middle. */
function usePagesInSight(window: React.RefObject<HTMLElement | null>, pageCount: number) {
  const [near, setNear] = useState<ReadonlySet<number>>(new Set([1]))
  const [current, setCurrent] = useState(1)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another count is other pages
  useEffect(() => {
    const root = window.current
    if (!root) return
    const numberOf = (element: Element) => Number((element as HTMLElement).dataset.page)
    const close = new IntersectionObserver(
      (entries) =>
        setNear((before) => {
          const now = new Set(before)
          for (const { target, isIntersecting } of entries) {
            if (isIntersecting) now.add(numberOf(target))
            else now.delete(numberOf(target))
          }
          return now
        }),
      { root, rootMargin: '100% 0px' },
    )
    const middle = new IntersectionObserver(
      (entries) => {
        const shown = entries.find(({ isIntersecting }) => isIntersecting)
        if (shown) setCurrent(numberOf(shown.target))
      },
      { root, rootMargin: '-49% 0px' },
    )
    for (const page of root.children) {
      close.observe(page)
      middle.observe(page)
    }
    return () => {
      close.disconnect()
      middle.disconnect()
    }
  }, [pageCount])
  return { near, current }
}
