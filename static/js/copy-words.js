// Copies what a block of the page says, as plain text. <p data-copies="id" hidden><button><output></p>
export function copyWords(root) {
  for (const row of root.querySelectorAll("[data-copies]")) {
    const words = root.getElementById(row.dataset.copies)
    if (!words || !navigator.clipboard) continue
    row.hidden = false
    row.querySelector("button").addEventListener("click", async () => {
      const said = row.querySelector("output")
      try {
        await navigator.clipboard.writeText(words.innerText)
        said.textContent = "Copied."
      } catch {
        said.textContent = "This browser did not allow it. Select the words and copy them."
      }
    })
  }
}
