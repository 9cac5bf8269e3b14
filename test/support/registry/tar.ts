const blockBytes = 512

/** A tar archive (ustar) of plain files; the same files always give the same bytes. */
export function tar(files: Readonly<Record<string, string>>): Buffer {
  const entries = Object.entries(files).flatMap(([name, text]) => {
    const content = Buffer.from(text)
    const padding = Buffer.alloc(-content.length & (blockBytes - 1))
    return [header(name, content.length), content, padding]
  })
  return Buffer.concat([...entries, Buffer.alloc(2 * blockBytes)])
}

function header(name: string, size: number): Buffer {
  const block = Buffer.alloc(blockBytes)
  block.write(name, 0, 100)
  block.write('0000644\0', 100)
  block.write('0000000\0', 108)
  block.write('0000000\0', 116)
  block.write(`${octal(size, 11)}\0`, 124)
  block.write(`${octal(0, 11)}\0`, 136)
  block.write(' '.repeat(8), 148)
  block.write('0', 156)
  block.write('ustar\0' + '00', 257)
  const checksum = block.reduce((sum, byte) => sum + byte, 0)
  block.write(`${octal(checksum, 6)}\0 `, 148)
  return block
}

function octal(number: number, digits: number): string {
  return number.toString(8).padStart(digits, '0')
}
