/** A text with its tokens by the vocabularies of open models, as their own tokenizers count it. */
export interface MeasuredText {
  name: string;
  text: string;
  tokens: Readonly<Record<string, number>>;
}

export const measuredTexts: readonly MeasuredText[] = [
  {
    name: "english",
    text: "Yesterday we walked along the harbour until the lamps came on. My sister said that the old ferry would be sold in spring, which nobody believed; it had carried three generations of us to school, to weddings and once, in a storm, to hospital.",
    tokens: {
      "Qwen 2.5": 51,
      "DeepSeek V3": 51,
      "Gemma 2": 51,
      "Llama 3": 51,
    },
  },
  {
    name: "german",
    text: "Der Zug nach Norden fuhr heute eine Stunde später, weil an der Grenze kontrolliert wurde. Wir haben die Zeit im Speisewagen verbracht und über die Ausstellung gesprochen, die nächste Woche eröffnet wird.",
    tokens: {
      "Qwen 2.5": 51,
      "DeepSeek V3": 53,
      "Gemma 2": 39,
      "Llama 3": 52,
    },
  },
  {
    name: "turkish",
    text: "Dün arkadaşlarımla müzeye gittik ve birçok eski tablo gördük. Dönüş yolunda yağmur yağdığı için taksiye bindik.",
    tokens: {
      "Qwen 2.5": 36,
      "DeepSeek V3": 47,
      "Gemma 2": 33,
      "Llama 3": 35,
    },
  },
  {
    name: "vietnamese",
    text: "Hôm qua chúng tôi đã đi bảo tàng và xem rất nhiều bức tranh cổ. Trên đường về trời mưa nên chúng tôi đi taxi.",
    tokens: {
      "Qwen 2.5": 31,
      "DeepSeek V3": 47,
      "Gemma 2": 30,
      "Llama 3": 31,
    },
  },
  {
    name: "russian",
    text: "Вчера вечером мы смотрели старый фильм, а потом долго говорили о том, что будет дальше. Погода была плохая, и никто не хотел выходить.",
    tokens: {
      "Qwen 2.5": 40,
      "DeepSeek V3": 48,
      "Gemma 2": 33,
      "Llama 3": 42,
    },
  },
  {
    name: "arabic",
    text: "ذهبنا أمس إلى المتحف ورأينا الكثير من اللوحات القديمة. في طريق العودة هطل المطر لذلك ركبنا سيارة أجرة.",
    tokens: {
      "Qwen 2.5": 37,
      "DeepSeek V3": 35,
      "Gemma 2": 32,
      "Llama 3": 41,
    },
  },
  {
    name: "hindi",
    text: "कल हम संग्रहालय गए और बहुत सारी पुरानी पेंटिंग देखीं। वापस आते समय बारिश होने लगी इसलिए हमने टैक्सी ली।",
    tokens: {
      "Qwen 2.5": 95,
      "DeepSeek V3": 62,
      "Gemma 2": 40,
      "Llama 3": 50,
    },
  },
  {
    name: "thai",
    text: "เมื่อวานเราไปพิพิธภัณฑ์และเห็นภาพวาดเก่ามากมาย ระหว่างทางกลับฝนตกเราจึงนั่งแท็กซี่",
    tokens: {
      "Qwen 2.5": 44,
      "DeepSeek V3": 35,
      "Gemma 2": 33,
      "Llama 3": 38,
    },
  },
  {
    name: "chinese",
    text: "我们昨天去了博物馆，看到了很多古老的画。回来的路上下雨了，所以我们坐了出租车。人工智能技术正在改变我们的日常生活。",
    tokens: {
      "Qwen 2.5": 27,
      "DeepSeek V3": 27,
      "Gemma 2": 31,
      "Llama 3": 40,
    },
  },
  {
    name: "japanese",
    text: "昨日は友達と一緒に博物館へ行きました。古い絵をたくさん見て、とても楽しかったです。帰り道に雨が降ってきました。",
    tokens: {
      "Qwen 2.5": 33,
      "DeepSeek V3": 37,
      "Gemma 2": 24,
      "Llama 3": 41,
    },
  },
  {
    name: "korean",
    text: "어제 우리는 친구들과 함께 박물관에 갔습니다. 오래된 그림을 많이 보았고 정말 즐거웠습니다.",
    tokens: {
      "Qwen 2.5": 34,
      "DeepSeek V3": 34,
      "Gemma 2": 34,
      "Llama 3": 29,
    },
  },
  {
    name: "code",
    text: "export function total(rows: Row[]): number {\n  let sum = 0;\n  for (const row of rows) {\n    if (row.kind === 'refund') continue;\n    sum += row.price * row.count;\n  }\n  return sum;\n}\n",
    tokens: {
      "Qwen 2.5": 52,
      "DeepSeek V3": 56,
      "Gemma 2": 64,
      "Llama 3": 52,
    },
  },
  {
    name: "json",
    text: '[{"id":0,"name":"user0","ok":true,"score":"0.00"},{"id":7919,"name":"user1","ok":false,"score":"31.70"},{"id":15838,"name":"user2","ok":true,"score":"63.40"},{"id":23757,"name":"user3","ok":false,"score":"95.10"},{"id":31676,"name":"user4","ok":true,"score":"126.80"},{"id":39595,"name":"user5","ok":false,"score":"158.50"}]',
    tokens: {
      "Qwen 2.5": 149,
      "DeepSeek V3": 127,
      "Gemma 2": 154,
      "Llama 3": 122,
    },
  },
  {
    name: "table",
    text: "| row 0 | ------------ | 0.00 |\n| row 1 | ------------ | 31.70 |\n| row 2 | ------------ | 63.40 |\n| row 3 | ------------ | 95.10 |\n| row 4 | ------------ | 126.80 |\n| row 5 | ------------ | 158.50 |",
    tokens: {
      "Qwen 2.5": 85,
      "DeepSeek V3": 78,
      "Gemma 2": 90,
      "Llama 3": 72,
    },
  },
  {
    name: "log",
    text: "2026-05-01T12:10:33.100Z INFO [worker-0] request id=0 took 0ms status=200\n2026-05-02T12:11:33.101Z INFO [worker-1] request id=1eef took 3ms status=200\n2026-05-03T12:12:33.102Z INFO [worker-2] request id=3dde took 6ms status=200\n2026-05-04T12:13:33.103Z INFO [worker-3] request id=5ccd took 9ms status=200",
    tokens: {
      "Qwen 2.5": 179,
      "DeepSeek V3": 137,
      "Gemma 2": 178,
      "Llama 3": 135,
    },
  },
  {
    name: "box",
    text: "┌────────────────────┐\n│  some text inside  │\n└────────────────────┘\n┌────────────────────┐\n│  some text inside  │\n└────────────────────┘\n┌────────────────────┐\n│  some text inside  │\n└────────────────────┘\n",
    tokens: {
      "Qwen 2.5": 60,
      "DeepSeek V3": 66,
      "Gemma 2": 60,
      "Llama 3": 63,
    },
  },
  {
    name: "rule",
    text: "========================================\n========================================\n========================================\n========================================\n",
    tokens: {
      "Qwen 2.5": 8,
      "DeepSeek V3": 12,
      "Gemma 2": 16,
      "Llama 3": 8,
    },
  },
  {
    name: "emoji",
    text: "😀🎉👍🏽🚀🌈❤️ great! See you at the 🎂 party 🥳 tonight.",
    tokens: {
      "Qwen 2.5": 23,
      "DeepSeek V3": 27,
      "Gemma 2": 19,
      "Llama 3": 34,
    },
  },
];
