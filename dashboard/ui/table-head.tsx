/** The head of a table of names with numbers beside each. */
export function TableHead({ names, numbers }: { names: string; numbers: readonly string[] }) {
  return (
    <thead>
      <tr>
        <th scope="col">{names}</th>
        {numbers.map((number) => (
          <th key={number} scope="col" class="number">
            {number}
          </th>
        ))}
      </tr>
    </thead>
  )
}
