//! Numbers of agents as steps over the day.

use super::super::canvas::{Canvas, Point};
use super::super::frame::Frame;
use super::super::palette::Ink;
use crate::model::Calendar;

/// Steps of a width that a page can show: several intervals to a step where they would be denser than pixels.
pub struct Steps<'a> {
    calendar: &'a Calendar,
    per_step: usize,
}

impl<'a> Steps<'a> {
    /// Steps for some pixels.
    pub fn over(calendar: &'a Calendar, width: f64) -> Self {
        let per_step = (calendar.intervals as f64 / (width / 2.0).max(1.0))
            .ceil()
            .max(1.0);
        Self {
            calendar,
            per_step: per_step as usize,
        }
    }

    /// One value a step: the mean of its intervals.
    pub fn means(&self, values: &[f64]) -> Vec<f64> {
        values
            .chunks(self.per_step)
            .map(|chunk| chunk.iter().sum::<f64>() / chunk.len() as f64)
            .collect()
    }

    /// Whether any interval of a step is so.
    pub fn any(&self, values: &[bool]) -> Vec<bool> {
        values
            .chunks(self.per_step)
            .map(|chunk| chunk.contains(&true))
            .collect()
    }

    /// Where a step begins and ends, in seconds from opening.
    pub fn edges(&self, step: usize) -> (f64, f64) {
        let start = |step: usize| {
            let interval = (step * self.per_step).min(self.calendar.intervals);
            self.calendar.start(interval).seconds()
        };
        (start(step), start(step + 1))
    }

    /// The outline of values.
    pub fn outline(&self, frame: &Frame, values: &[f64]) -> Vec<Point> {
        let mut points = Vec::with_capacity(values.len() * 2);
        for (step, &value) in values.iter().enumerate() {
            let (start, end) = self.edges(step);
            points.push(frame.at(start, value));
            points.push(frame.at(end, value));
        }
        points
    }

    /// A line along values.
    pub fn line(&self, canvas: &mut Canvas<'_>, frame: &Frame, values: &[f64], width: f64, ink: Ink) {
        canvas.line(&self.outline(frame, values), width, ink);
    }

    /// Fills from one height to another, step by step, where the second is higher.
    pub fn between(&self, canvas: &mut Canvas<'_>, frame: &Frame, low: &[f64], high: &[f64], ink: Ink) {
        let mut first = 0;
        while first < low.len() {
            let run = (first..low.len())
                .take_while(|&step| high[step] > low[step])
                .count();
            if run > 0 {
                let points = |values: &[f64]| -> Vec<Point> {
                    let mut points = Vec::with_capacity(2 * run);
                    for (step, &value) in values.iter().enumerate().skip(first).take(run) {
                        let (start, end) = self.edges(step);
                        points.push(frame.at(start, value));
                        points.push(frame.at(end, value));
                    }
                    points
                };
                let mut outline = points(high);
                outline.extend(points(low).iter().rev());
                canvas.polygon(&outline, ink);
            }
            first += run.max(1);
        }
    }
}
