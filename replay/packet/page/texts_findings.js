// What is wrong, in both languages: every code that the check gives, with file, row, key or position put in.

const FORM_JA = (w) => (w.file === undefined ? 'ファイルの組み立て（ZIP の形）が、開示書類のものではありません' : `ファイルの組み立て（ZIP の形）が、「${w.file}」のところで開示書類のものではありません`);
const FORM_EN = (w) => (w.file === undefined ? 'The ZIP is not formed like a packet' : `The ZIP is not formed like a packet at ${w.file}`);
const JA_ROW = (what) => (w) => `${w.row} 番の記録：${what}`;
const EN_ROW = (what) => (w) => `Record ${w.row}: ${what}`;
const JA_FILE = (what) => (w) => `ファイル「${w.file}」：${what}`;
const EN_FILE = (what) => (w) => `File ${w.file}: ${what}`;
const JA_ATTACHED = (what) => (w) => `${w.row} 番の記録の添付ファイル${w.file === undefined ? '' : `「${w.file}」`}：${what}`;
const EN_ATTACHED = (what) => (w) => `Record ${w.row}, attachment ${w.file ?? ''}: ${what}`;
const shortKey = (key) => key.split('+').slice(0, 2).join('+');
const JA_KEY = (what) => (w) => `${what}（鍵 ${shortKey(w.key)}）`;
const EN_KEY = (what) => (w) => `${what} (key ${shortKey(w.key)})`;

/** @type {Record<string, [(where: object) => string, (where: object) => string]>} */
export const FINDINGS = {
  'container-none': [() => 'ZIP ファイルではないか、終わりの部分が欠けています', () => 'Not a ZIP file, or its end is cut off or not the end'],
  'container-cut': [() => 'ファイルの一部が欠けています', () => 'A part of the file is missing'],
  'container-form': [FORM_JA, FORM_EN],
  'container-twice': [JA_FILE('同じ名前のファイルが2つあります'), EN_FILE('stands in the ZIP twice')],
  'file-missing': [JA_FILE('ありません'), EN_FILE('is missing')],
  'file-extra': [JA_FILE('開示書類にないはずのファイルです'), EN_FILE('does not belong to the packet')],
  'file-size': [JA_FILE('大きさが、作られたときとちがいます'), EN_FILE('has another size')],
  'file-digest': [JA_FILE('中身が、作られたときとちがいます'), EN_FILE('has other content')],
  'file-crc': [JA_FILE('検査値（CRC）が合いません'), EN_FILE('has another CRC-32')],
  'files-order': [JA_FILE('目録のファイルの順が正しくありません'), EN_FILE('the list of files is out of order')],
  'text': [(w) => `文字として読めないところがあります${w.file === undefined ? '' : `（ファイル「${w.file}」${w.row === undefined ? '' : `、${w.row} 番の記録`}）`}`, (w) => `Not UTF-8: ${w.file ?? ''} ${w.row ?? ''}`],
  'manifest-text': [() => '目録（manifest.json）が、決まった書き方になっていません', () => 'manifest.json is not written in the one form'],
  'manifest-form': [(w) => `目録（manifest.json）の項目「${w.field}」が、決まった形ではありません`, (w) => `manifest.json: ${w.field} is not of its form`],
  'counts': [(w) => `記録の数が合いません（目録の ${w.field}）`, (w) => `manifest.json: ${w.field} does not agree with the rows`],
  'note-form': [JA_FILE('署名の形が正しくありません'), EN_FILE('is not a signed note')],
  'key-form': [JA_KEY('鍵の形が正しくありません'), EN_KEY('Not a verification key')],
  'packet-key-foreign': [JA_KEY('書類の鍵が、丸亀市のものではありません'), EN_KEY('The packet key is not the city\'s')],
  'log-key-foreign': [JA_KEY('台帳の鍵が、丸亀市のものではありません'), EN_KEY('The log key is not the city\'s')],
  'packet-signature': [JA_KEY('目録（manifest.sig）の署名が、書類の鍵によるものではありません'), EN_KEY('manifest.sig is not signed by the packet key')],
  'signature-text': [() => '目録（manifest.json）が、署名されたとき（manifest.sig）とちがいます', () => 'manifest.sig signs another manifest.json or case number'],
  'checkpoint-origin': [() => '台帳の値（checkpoint）が、別の台帳のものです', () => 'checkpoint is of another ledger'],
  'checkpoint-size': [() => '台帳の値（checkpoint）の件数が、目録とちがいます', () => 'checkpoint has another size than the manifest says'],
  'checkpoint-signature': [JA_KEY('台帳の値（checkpoint）の署名が、台帳の鍵によるものではありません'), EN_KEY('checkpoint is not signed by the log key')],
  'cosignature': [JA_KEY('台帳の写しを預かる第三者の署名が正しくありません'), EN_KEY('A cosignature is not good')],
  'entry0-origin': [() => '台帳の最初の項目（位置 0）が、別の台帳の名前を示しています', () => 'Position 0 names another origin'],
  'entry0-log-key': [JA_KEY('台帳の最初の項目（位置 0）が、別の台帳の鍵を示しています'), EN_KEY('Position 0 names another log key')],
  'entry0-packet-key': [JA_KEY('台帳の最初の項目（位置 0）が、別の書類の鍵を示しています'), EN_KEY('Position 0 names another packet key')],
  'entry-form': [(w) => `${w.row === undefined ? `ファイル「${w.file}」` : `${w.row} 番の記録`}：記録の形が正しくありません`, (w) => `${w.row === undefined ? w.file : `Record ${w.row}`}: not a ledger entry`],
  'bundle-form': [JA_FILE('記録の区切りが正しくありません'), EN_FILE('is not a bundle of as many items')],
  'row-ordinal': [JA_ROW('通し番号が正しくありません'), EN_ROW('its ordinal is not the next one')],
  'row-key': [JA_ROW('内容を開く鍵の有無が、目録の説明とちがいます'), EN_ROW('key and content_state do not agree')],
  'row-content': [JA_ROW('お見せしていないのに、内容があることになっています'), EN_ROW('content of a row that is not shown')],
  'row-withheld': [JA_ROW('お見せしない理由の有無が合いません'), EN_ROW('status and withheld do not agree')],
  'row-files': [JA_ROW('お見せしていない内容に、添付ファイルがあります'), EN_ROW('files without shown content')],
  'row-entry-missing': [JA_ROW('記録そのものがありません'), EN_ROW('its entry is missing')],
  'row-entry-unexpected': [JA_ROW('お見せしないはずの記録が入っています'), EN_ROW('an entry that should not be shown')],
  'row-leaf': [JA_ROW('記録が、目録の要約値と合いません'), EN_ROW('the entry does not have this leaf hash')],
  'row-subject': [JA_ROW('別の方の記録です'), EN_ROW('an entry about another person')],
  'row-entry-ordinal': [JA_ROW('別の番号の記録が入っています'), EN_ROW('the entry has another ordinal')],
  'row-chain': [JA_ROW('前の記録とつながりません'), EN_ROW('does not follow the record before')],
  'row-position': [JA_ROW('台帳の位置の順が正しくありません'), EN_ROW('its position is not after the one before')],
  'row-time': [JA_ROW('時刻が前の記録より前です'), EN_ROW('its time is before the one before')],
  'row-beyond': [JA_ROW('申告の時点より後の記録です'), EN_ROW('its position is not below as_of')],
  'rows-none': [() => '記録が1件もありません', () => 'There is no record'],
  'rows-missing-at-end': [(w) => `${w.row} 番からの記録が抜かれた疑いがあります（申告の位置 ${w.position}）`, (w) => `Records from ${w.row} on are missing (statement at position ${w.position})`],
  'nodes-form': [(w) => `証明（proof-nodes）の ${w.line} 行目の形が正しくありません`, (w) => `proof-nodes, line ${w.line}: not of its form`],
  'nodes-missing': [(w) => `証明（proof-nodes）に足りない値があります（段 ${w.level}、番号 ${w.index}）`, (w) => `proof-nodes: level ${w.level} index ${w.index} is missing`],
  'nodes-left-over': [(w) => `証明（proof-nodes）に余分な値が ${w.count} 個あります`, (w) => `proof-nodes: ${w.count} left over`],
  'tree-too-small': [(w) => `位置 ${w.position} の記録が、署名された台帳の外にあります`, (w) => `Position ${w.position} is beyond the signed tree`],
  'tree-root': [() => '記録から計算した値が、丸亀市が署名した台帳の値（checkpoint）と合いません', () => 'The root from proof-nodes is not the one in checkpoint'],
  'proof': [(w) => `${w.row} 番の記録の証明（${w.file}）が正しくありません`, (w) => `${w.file}: does not prove record ${w.row}`],
  'heads-form': [JA_FILE('最後の番号の証明の形が正しくありません'), EN_FILE('is not of its form')],
  'heads-facts': [(w) => `最後の番号の証明が、申告（位置 ${w.position}）と合いません`, (w) => `subject-heads says other than the entry at position ${w.position}`],
  'heads-position': [(w) => `申告の位置（${w.position}）か時点が、目録と合いません`, (w) => `as_of or heads_position do not agree with the entry at position ${w.position}`],
  'payload-missing': [JA_ROW('内容がありません'), EN_ROW('its payload is missing')],
  'payload-unexpected': [JA_ROW('お見せしないはずの内容が入っています'), EN_ROW('a payload that should not be here')],
  'payload-digest': [JA_ROW('内容が、記録された要約値と合いません'), EN_ROW('the payload does not have its digest')],
  'payload-form': [JA_ROW('内容の形が正しくありません'), EN_ROW('not a sealed payload')],
  'payload-key': [JA_ROW('内容を開く鍵がちがいます'), EN_ROW('the key is not that of this payload')],
  'payload-open': [JA_ROW('内容を開けません'), EN_ROW('the payload does not open')],
  'attachment-count': [JA_ATTACHED('数が、記録と合いません'), EN_ATTACHED('other files than the entry lists')],
  'attachment-name': [JA_ATTACHED('名前が、記録の位置と合いません'), EN_ATTACHED('not named after its position')],
  'attachment-form': [JA_ATTACHED('種類か大きさが、記録とちがいます'), EN_ATTACHED('kind or size differ from the entry')],
  'attachment-digest': [JA_ATTACHED('目録の要約値が合いません'), EN_ATTACHED('the row gives another digest')],
  'attachment-blob': [JA_ATTACHED('中身が、記録されたものとちがいます'), EN_ATTACHED('not the file that was recorded')],
  'usage-member': [(w) => `${w.row} 番の記録：文章の一覧（usage.jsonl）の「${w.field}」が、もとの記録とちがいます`, (w) => `usage.jsonl, line ${w.row}: ${w.field} is not what the record says`],
  'usage-lines': [() => '文章の一覧（usage.jsonl）の行の数が、記録の数と合いません', () => 'usage.jsonl has other lines than there are rows'],
};
