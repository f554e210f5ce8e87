import type { CSSProperties } from 'react'
import type { FilePreview } from '../../data/types.ts'
import type { ReceivedFile } from '../file-chips.tsx'
import styles from './picture-view.module.css'

type PictureViewProps = { file: ReceivedFile; preview: FilePreview; zoom: number; onZoom: () => void }

/** A picture, drawn anew by the server; the file itself never comes here. A double click shows it larger. */
export function PictureView({ file, preview, zoom, onZoom }: PictureViewProps) {
  if (preview.pictureUrl === null) return null
  const size = { '--width': preview.width, '--height': preview.height, '--zoom': zoom } as CSSProperties
  return (
    <div className={styles.window} tabIndex={zoom > 1 ? 0 : undefined}>
      <div className={styles.room}>
        <img
          className={styles.picture}
          style={size}
          src={preview.pictureUrl}
          alt={file.name}
          onDoubleClick={onZoom}
          draggable={false}
        />
      </div>
    </div>
  )
}
