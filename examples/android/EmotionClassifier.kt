import android.content.Context
import android.graphics.Bitmap
import android.graphics.Canvas
import android.graphics.Color
import android.graphics.Matrix
import android.graphics.Paint
import android.graphics.PointF
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.nio.channels.FileChannel
import org.tensorflow.lite.Interpreter

/** Reads which of seven expressions a face shows. Not safe to share between threads; close it when done. */
class EmotionClassifier(context: Context, asset: String = "compact.tflite", threads: Int = 2) : AutoCloseable {
    private val interpreter = Interpreter(
        context.assets.openFd(asset).use { file ->
            file.createInputStream().channel.map(FileChannel.MapMode.READ_ONLY, file.startOffset, file.declaredLength)
        },
        Interpreter.Options().setNumThreads(threads),
    )
    private val pixels = ByteBuffer.allocateDirect(SIDE * SIDE * 4).order(ByteOrder.nativeOrder())
    private val reading = Array(1) { FloatArray(EMOTIONS.size) }

    /** Probabilities in the order of [EMOTIONS]; they sum to 1. */
    fun read(frame: Bitmap, rightEye: PointF, leftEye: PointF): FloatArray {
        val face = align(frame, rightEye, leftEye)
        val colours = IntArray(SIDE * SIDE)
        face.getPixels(colours, 0, SIDE, 0, 0, SIDE, SIDE)
        pixels.rewind()
        for (c in colours)
            pixels.putFloat(0.299f * Color.red(c) + 0.587f * Color.green(c) + 0.114f * Color.blue(c))
        pixels.rewind()
        interpreter.runForMultipleInputsOutputs(arrayOf(pixels), mapOf(READING_OUTPUT to reading))
        return reading[0].copyOf()
    }

    override fun close() = interpreter.close()

    companion object {
        const val SIDE = 48
        /** Outputs are fer2013, ferplus and emotions; the last is what people see. */
        const val READING_OUTPUT = 2
        val EMOTIONS = listOf("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")

        /** The face level by the eyes, as the model has learned it. The person's right eye is on the picture's left. */
        fun align(frame: Bitmap, rightEye: PointF, leftEye: PointF): Bitmap {
            val matrix = Matrix()
            matrix.setPolyToPoly(
                floatArrayOf(rightEye.x, rightEye.y, leftEye.x, leftEye.y), 0,
                floatArrayOf(SIDE * (0.5f - 0.5f / 2.75f), SIDE * 0.4f, SIDE * (0.5f + 0.5f / 2.75f), SIDE * 0.4f), 0,
                2,
            )
            val face = Bitmap.createBitmap(SIDE, SIDE, Bitmap.Config.ARGB_8888)
            Canvas(face).drawBitmap(frame, matrix, Paint(Paint.FILTER_BITMAP_FLAG))
            return face
        }
    }
}
