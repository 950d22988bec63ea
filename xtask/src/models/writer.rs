//! Writes the packed file. The reader, and the description of the layout, is `crates/language/src/packed.rs`.

/// The file so far.
pub struct Writer(Vec<u8>);

impl Writer {
    /// An empty file: the magic word and the version.
    pub fn new() -> Writer {
        let mut out = Writer(b"DTLNMODL".to_vec());
        out.number(1);
        out
    }

    /// All bytes, padded with a closing mark.
    pub fn finish(mut self) -> Vec<u8> {
        self.section("end");
        self.0
    }

    /// A mark that the reader checks: a file read out of step fails here, by name.
    pub fn section(&mut self, name: &str) {
        self.text(name);
    }

    /// A u32.
    pub fn number(&mut self, value: u32) {
        self.0.extend(value.to_le_bytes());
    }

    /// A u64.
    pub fn number_u64(&mut self, value: u64) {
        self.0.extend(value.to_le_bytes());
    }

    /// A length and u32s.
    pub fn numbers_u32(&mut self, values: impl ExactSizeIterator<Item = u32>) {
        self.number(values.len() as u32);
        values.for_each(|value| self.number(value));
    }

    /// A length and u64s.
    pub fn numbers_u64(&mut self, values: impl ExactSizeIterator<Item = u64>) {
        self.number(values.len() as u32);
        values.for_each(|value| self.number_u64(value));
    }

    /// A length and f32s.
    pub fn floats(&mut self, values: &[f32]) {
        self.number(values.len() as u32);
        values.iter().for_each(|value| self.0.extend(value.to_le_bytes()));
    }

    fn shorts(&mut self, values: impl Iterator<Item = i16>) {
        values.for_each(|value| self.0.extend(value.to_le_bytes()));
    }

    /// A length in bytes and UTF-8.
    pub fn text(&mut self, text: &str) {
        self.number(text.len() as u32);
        self.0.extend(text.as_bytes());
    }

    /// A count, the end of each text (bytes from the first), and all texts without gaps.
    pub fn texts<T: AsRef<str>>(&mut self, texts: impl IntoIterator<Item = T>) {
        let (mut ends, mut all) = (Vec::new(), String::new());
        for text in texts {
            all += text.as_ref();
            ends.push(all.len() as u32);
        }
        self.numbers_u32(ends.into_iter());
        self.text(&all);
    }

    /// 0, or 1 and a text.
    pub fn option(&mut self, text: Option<&str>) {
        self.number(u32::from(text.is_some()));
        if let Some(text) = text {
            self.text(text);
        }
    }

    /// A count and pairs of code points, first and last.
    pub fn ranges(&mut self, ranges: &[(u32, u32)]) {
        self.numbers_u32(ranges.iter().flat_map(|range| [range.0, range.1]).collect::<Vec<_>>().into_iter());
    }

    /// Rows of `width` values: row count, width, one scale for each row, then all values as i16.
    pub fn rows(&mut self, values: &[f32], width: usize) {
        let scales: Vec<f32> = values.chunks(width).map(scale).collect();
        self.number(scales.len() as u32);
        self.number(width as u32);
        self.floats(&scales);
        self.shorts(values.chunks(width).zip(&scales).flat_map(|(row, scale)| row.iter().map(|value| quantise(*value, *scale))));
    }

    /// A layer's weights in panels of 48 columns (missing ones are zero): inputs, panels, then for each column a scale and
    /// a bias, then the values as i16, panel by panel, input by input, 48 columns.
    pub fn matrix(&mut self, columns: &[(Vec<f32>, f32)], inputs: usize) {
        let panels = columns.len().div_ceil(48);
        let mut columns = columns.to_vec();
        columns.resize(panels * 48, (vec![0.0; inputs], 0.0));
        self.number(inputs as u32);
        self.number(panels as u32);
        let scales: Vec<f32> = columns.iter().map(|column| scale(&column.0)).collect();
        self.floats(&scales);
        self.floats(&columns.iter().map(|column| column.1).collect::<Vec<_>>());
        for (panel, scales) in columns.chunks(48).zip(scales.chunks(48)) {
            for k in 0..inputs {
                self.shorts(panel.iter().zip(scales).map(|(column, scale)| quantise(column.0[k], *scale)));
            }
        }
    }
}

fn scale(values: &[f32]) -> f32 {
    values.iter().fold(0f32, |most, value| most.max(value.abs())) / 32767.0
}

fn quantise(value: f32, scale: f32) -> i16 {
    if scale == 0.0 { 0 } else { (value / scale).round() as i16 }
}
